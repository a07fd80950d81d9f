namespace Ota.Cli;

/// <summary>What `ota` tells scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int BadUsage = 2;
    public const int NotReachable = 3;
    public const int Interrupted = 130; // 128 + SIGINT, as shells have it.
    public const int Terminated = 143; // 128 + SIGTERM.
}
