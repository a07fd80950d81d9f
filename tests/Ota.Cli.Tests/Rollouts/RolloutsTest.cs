using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Rollouts;
using Ota.Cli.Vehicles;
using Ota.Testing;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>Runs `ota` inside the test against fake services.</summary>
public abstract class RolloutsTest : IAsyncLifetime
{
    private FakeServer? _server;

    private protected FakeServer Server => _server!;

    private protected FakeRollouts Fake => Server.Rollouts;

    private protected TempFolder Folder { get; } = new();

    /// <summary>What a person at a terminal would type; null for a script.</summary>
    private protected string? Typed { get; set; }

    private protected TimeProvider Time { get; set; } = new ManualTime(Samples.Now);

    /// <summary>Whether results go to a terminal.</summary>
    private protected bool IsScreen { get; set; }

    private protected TextReader? Input { get; set; }

    public async Task InitializeAsync() => _server = await FakeServer.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
    }

    private protected Task<OtaRun> RunAsync(params string[] words) => RunAsync([.. words, "--server", Server.Plain, "--token", "ota_test"], CancellationToken.None);

    private protected Task<OtaRun> RunWithCertificateAsync(params string[] words) =>
        RunAsync([.. words, "--server", Server.Secure, .. Pki.OptionsIn(Folder)], CancellationToken.None);

    private protected async Task<OtaRun> RunAsync(string[] words, CancellationToken stop)
    {
        StringWriter output = new();
        StringWriter error = new();
        Surroundings around = new()
        {
            In = Input ?? new StringReader($"{Typed}\n"),
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            Time = Time,
            OutIsTerminal = IsScreen,
            ErrorIsTerminal = Typed is not null,
            InIsTerminal = Typed is not null,
            Variables = _ => null,
        };
        GlobalOptions globals = new();
        Verbs verbs = new(globals, around);
        OtaCommand root = new(globals, around) { RolloutsCommand.Create(verbs), VehiclesCommand.Create(verbs) };
        int exitCode = await Invocation.RunAsync(root, words, around, stop);
        return new OtaRun(exitCode, output.ToString(), error.ToString());
    }
}
