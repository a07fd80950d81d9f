using System.Globalization;
using Ota.Testing;

namespace Ota.Rpc.Tests.Interop;

/// <summary>Interop servers of another make, without TLS, with it, and with client certificates; one of each for a test class.</summary>
public abstract class PeerServers(PeerProgram program) : IAsyncLifetime
{
    private readonly List<PeerProcess> _processes = [];

    public ThrowAwayCa Ca { get; } = new();

    public int PlainPort { get; private set; }

    public int TlsPort { get; private set; }

    public int MutualTlsPort { get; private set; }

    public async Task InitializeAsync()
    {
        PlainPort = await StartAsync();
        TlsPort = await StartAsync(["--tls", .. Ca.ServerFiles]);
        MutualTlsPort = await StartAsync(["--tls", .. Ca.ServerFiles, Ca.RootFile]);
    }

    public async Task DisposeAsync()
    {
        foreach (PeerProcess process in _processes)
            await process.DisposeAsync();
        Ca.Dispose();
    }

    private async Task<int> StartAsync(params string[] tls)
    {
        PeerProcess process = PeerProcess.Start(program, ["server", "--port", "0", .. tls]);
        _processes.Add(process);
        return int.Parse(await process.LineAsync("LISTENING "), CultureInfo.InvariantCulture);
    }
}
