using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ota.Bench.Mqtt;

/// <summary>A broker under test on the second core.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private const int Core = 1;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly PinnedProcess _process;

    private BrokerProcess(string kind, PinnedProcess process)
    {
        Kind = kind;
        _process = process;
    }

    public string Kind { get; }

    public int Id => _process.Id;

    public int Port { get; private set; }

    public int TlsPort { get; private set; }

    /// <param name="kind">One of <see cref="BrokerKind"/>.</param>
    /// <param name="certificates">For the port with TLS.</param>
    /// <param name="server">Ota.Server.dll, to take the whole server for ours.</param>
    /// <param name="stop">Ends the start.</param>
    public static async Task<BrokerProcess> StartAsync(string kind, BenchCertificates certificates, string? server, CancellationToken stop)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(StartLimit);
        try
        {
            return kind switch
            {
                BrokerKind.Mosquitto => await StartMosquittoAsync(certificates, limit.Token),
                BrokerKind.Ours when server is not null => await StartServerAsync(server, certificates, limit.Token),
                _ => await StartHostAsync(kind, certificates, limit.Token),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new BenchException($"The broker '{kind}' did not start within {StartLimit.TotalSeconds} s.");
        }
    }

    public void Dispose() => _process.Dispose();

    private static async Task<BrokerProcess> StartHostAsync(string kind, BenchCertificates certificates, CancellationToken stop)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Ota.Bench.dll");
        PinnedProcess process = PinnedProcess.Start(Core, "dotnet", program, "mqtt-broker", kind, certificates.Folder);
        return await ListeningAsync(new BrokerProcess(kind, process), line =>
        {
            string[] words = line.Split(' ');
            return words is ["LISTENING", _, _] ? (Number(words[1]), Number(words[2])) : null;
        }, stop);
    }

    private static async Task<BrokerProcess> StartServerAsync(string server, BenchCertificates certificates, CancellationToken stop)
    {
        string data = Directory.CreateDirectory(certificates.PathOf("server-data")).FullName;
        int port = FreePort();
        PinnedProcess process = PinnedProcess.Start(
            Core, "dotnet", server, "--data", data, "--dev", "--address", "127.0.0.1", "--https-port", "0", "--mqtts-port", "0", "--http-port", "0",
            "--grpc-port", "0", "--mqtt-port", port.ToString(CultureInfo.InvariantCulture), "--max-connections", "100000");
        // The first line it prints says that its ports are open.
        return await ListeningAsync(new BrokerProcess(BrokerKind.Ours, process), line => line.StartsWith('{') ? (port, 0) : null, stop);
    }

    private static async Task<BrokerProcess> ListeningAsync(
        BrokerProcess broker, Func<string, (int Plain, int Tls)?> parse, CancellationToken stop)
    {
        try
        {
            string line = await broker._process.ReadLineAsync(stop) ?? "";
            if (parse(line) is not { } ports)
                throw new BenchException($"The broker '{broker.Kind}' did not start: {(await broker._process.EndAsync(stop)).Errors}");
            (broker.Port, broker.TlsPort) = ports;
            broker._process.DiscardOutput();
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    private static async Task<BrokerProcess> StartMosquittoAsync(BenchCertificates certificates, CancellationToken stop)
    {
        (int port, int tlsPort) = (FreePort(), FreePort());
        string file = certificates.PathOf("mosquitto.conf");
        await File.WriteAllTextAsync(file, Configuration(port, tlsPort, certificates), stop);
        PinnedProcess process = PinnedProcess.Start(Core, Tools.Find("mosquitto", "mosquitto"), "-c", file);
        BrokerProcess broker = new(BrokerKind.Mosquitto, process) { Port = port, TlsPort = tlsPort };
        try
        {
            await AnswersAsync(broker, stop);
            process.DiscardOutput();
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Without its log, mosquitto does not say when it listens.</summary>
    private static async Task AnswersAsync(BrokerProcess broker, CancellationToken stop)
    {
        while (true)
        {
            if (broker._process.HasExited)
                throw new BenchException($"mosquitto ended at once: {(await broker._process.EndAsync(stop)).Errors}");
            try
            {
                using TcpClient probe = new();
                await probe.ConnectAsync(IPAddress.Loopback, broker.TlsPort, stop); // The later of the two.
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
            }
        }
    }

    // Whatever costs time and is not asked for is off; nothing is limited, because its limits drop messages that it has acknowledged.
    private static string Configuration(int port, int tlsPort, BenchCertificates certificates) => $"""
        user {(Environment.IsPrivilegedProcess ? "root" : Environment.UserName)}
        allow_anonymous true
        persistence false
        log_dest none
        set_tcp_nodelay true
        max_inflight_messages 0
        max_queued_messages 0
        listener {port} 127.0.0.1
        listener {tlsPort} 127.0.0.1
        cafile {certificates.PathOf(BenchCertificates.Root)}
        certfile {certificates.PathOf(BenchCertificates.Server)}
        keyfile {certificates.PathOf(BenchCertificates.ServerKey)}
        require_certificate true
        """ + "\n";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
