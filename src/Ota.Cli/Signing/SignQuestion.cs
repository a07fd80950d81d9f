using Ota.Cli.Output;

namespace Ota.Cli.Signing;

/// <summary>Asks whether what was shown shall be signed.</summary>
internal static class SignQuestion
{
    /// <exception cref="CliException">The answer was no.</exception>
    public static async Task AskAsync(bool isConfirmed, Surroundings around, CancellationToken stop)
    {
        if (isConfirmed) return;
        await around.Error.WriteAsync("Type yes to sign: ");
        // Reading a terminal cannot be cancelled; the wait for it can.
        string? answer = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(stop);
        if (!string.Equals(answer?.Trim(), "yes", StringComparison.OrdinalIgnoreCase)) throw CliException.Refused("Nothing was signed.");
    }
}
