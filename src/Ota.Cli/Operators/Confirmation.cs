using System.CommandLine;
using Ota.Cli.Output;

namespace Ota.Cli.Operators;

/// <summary>Asks before something is done for good.</summary>
internal static class Confirmation
{
    public static Option<bool> CreateOption() => new("--yes", "-y") { Description = "Does not ask; needed where nobody can answer, as in scripts." };

    /// <exception cref="CliException">Nobody can be asked, or the answer was no.</exception>
    public static async Task AskAsync(string question, bool isConfirmed, Surroundings around, CancellationToken stop)
    {
        if (isConfirmed) return;
        if (!around.IsInteractive)
            throw CliException.BadUsage("This cannot be undone and nobody is there to confirm it: add --yes.");
        await around.Error.WriteAsync($"{question} This cannot be undone. Type yes to go on: ");
        // Reading a terminal cannot be cancelled; the wait for it can.
        string? answer = await Task.Run(around.In.ReadLine, CancellationToken.None).WaitAsync(stop);
        if (!string.Equals(answer?.Trim(), "yes", StringComparison.OrdinalIgnoreCase)) throw CliException.Refused("Nothing was done.");
    }
}
