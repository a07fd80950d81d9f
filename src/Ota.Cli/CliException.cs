namespace Ota.Cli;

/// <summary>Ends the command with an exit code and one or more sentences for the operator, each on its own line.</summary>
internal sealed class CliException(int exitCode, params IReadOnlyList<string> sentences) : Exception(string.Join(" ", sentences))
{
    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Sentences { get; } = sentences;

    public static CliException Refused(string sentence) => new(Cli.ExitCode.Refused, sentence);

    public static CliException BadUsage(string sentence) => new(Cli.ExitCode.BadUsage, sentence);

    public static CliException NotReachable(string sentence) => new(Cli.ExitCode.NotReachable, sentence);
}
