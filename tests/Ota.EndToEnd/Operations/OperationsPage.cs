using Ota.Testing;

namespace Ota.EndToEnd.Operations;

/// <summary>The commands of docs/operations.md, which the tests run as they stand there.</summary>
internal static class OperationsPage
{
    /// <summary>The bash blocks below a heading of the second order.</summary>
    public static IReadOnlyList<string> Commands(string heading) => Blocks(heading, "bash");

    public static IReadOnlyList<string> Blocks(string heading, string language)
    {
        string[] lines = File.ReadAllLines(RepositoryRoot.Combine("docs/operations.md"));
        IEnumerable<string> section = lines.SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        string[] parts = string.Join('\n', section).Split($"```{language}\n");
        return [.. parts.Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
    }
}
