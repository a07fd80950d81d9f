using Ota.Server.Tests.Artifacts;
using Ota.Server.Tests.Director;
using Ota.Server.Tests.Telemetry.History;

/// <summary>
/// What .NET runs before the test assembly's own entry point when DOTNET_STARTUP_HOOKS names it: this is how a test starts the assembly
/// as a process of its own, to kill it. The runtime wants this name, outside any namespace.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(UploaderProcess.FolderVariable) is { } uploads)
        {
            UploaderProcess.RunAsync(uploads).GetAwaiter().GetResult();
            Environment.Exit(0);
        }

        if (Environment.GetEnvironmentVariable(DirectorProcess.FolderVariable) is { } director)
        {
            DirectorProcess.RunAsync(director).GetAwaiter().GetResult();
            Environment.Exit(0);
        }

        if (Environment.GetEnvironmentVariable(AppenderProcess.FolderVariable) is not { } folder) return;
        ulong from = ulong.Parse(Environment.GetEnvironmentVariable(AppenderProcess.FromVariable)!, provider: null);
        Appender.RunAsync(folder, from).GetAwaiter().GetResult();
        Environment.Exit(0);
    }
}
