using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>The server's executable on ports that stay the same, which can be killed and started again.</summary>
internal sealed class TelemetryServer(string data, params string[] more) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new();
    private readonly List<PeerProcess> _past = [];
    private PeerProcess? _process;
    private GrpcChannel? _channel;

    public string Data => data;

    public int MqttPort { get; } = FreePort.Next();

    public int MqttsPort { get; } = FreePort.Next();

    public int HttpsPort { get; } = FreePort.Next();

    public V1.Telemetry.TelemetryClient Telemetry => new(_channel ??= Connect(isOperator: true));

    public V1.Rollouts.RolloutsClient Rollouts => new(_channel ??= Connect(isOperator: true));

    /// <summary>What all its processes printed.</summary>
    public string Output => string.Join('\n', [.. _past.Select(process => process.Output), _process?.Output]);

    private int HttpPort { get; } = FreePort.Next();

    public async Task StartAsync()
    {
        _process = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server),
            [
                "--data", data, "--dev", "--address", "127.0.0.1", "--https-port", $"{HttpsPort}", "--mqtts-port", $"{MqttsPort}", "--http-port",
                $"{HttpPort}", "--grpc-port", "0", "--mqtt-port", $"{MqttPort}", .. more,
            ]);
        await _process.LineAsync("{\"https\":");
    }

    /// <summary>As a crash would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _past.Add(_process!);
        await _process!.DisposeAsync();
        _process = null;
        _channel?.Dispose();
        _channel = null;
    }

    /// <summary>As an operator would (SIGTERM).</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _process!.TerminateAsync();
        int code = await _process.ExitAsync(Patience);
        await KillAsync();
        return code;
    }

    /// <summary>Whether it says that it is ready, and all it says of that.</summary>
    public async Task<(bool Ready, string Said)> ReadyAsync()
    {
        using HttpResponseMessage response = await _http.GetAsync($"http://127.0.0.1:{HttpPort}/readyz");
        return (response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until it says that it is ready, or that it is not.</summary>
    /// <returns>What it said then.</returns>
    public async Task<string> UntilAsync(bool ready)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            (bool isReady, string said) = await ReadyAsync();
            if (isReady == ready) return said;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Waits until it has logged this: what it logs arrives here later than what it answers.</summary>
    public Task SaysAsync(string pattern) => _process!.LinesUntilAsync(line => Regex.IsMatch(line, pattern));

    public Task<string> MetricsAsync() => _http.GetStringAsync($"http://127.0.0.1:{HttpPort}/metrics");

    /// <summary>The sum over all series of a metric; 0 if there is none.</summary>
    public async Task<double> MetricAsync(string name) => (await MetricsAsync()).Split('\n')
        .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>As the operator of the first start, or as nobody.</summary>
    public GrpcChannel Connect(bool isOperator)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(data, "pki", "root.crt")));
        string admin = Path.Combine(data, "operators", "admin");
        SslClientAuthenticationOptions tls = new() { CertificateChainPolicy = policy };
        if (isOperator) tls.ClientCertificates = [X509Certificate2.CreateFromPemFile($"{admin}.crt", $"{admin}.key")];
        GrpcChannelOptions options = new() { HttpHandler = new SocketsHttpHandler { SslOptions = tls }, DisposeHttpClient = true };
        return GrpcChannel.ForAddress($"https://localhost:{HttpsPort}", options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _channel?.Dispose();
        _http.Dispose();
    }
}
