using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ota.Server.Hosting;
using Ota.Server.Settings;
using Ota.Testing;

namespace Ota.Server.Tests;

/// <summary>The real host, in this process, on free ports, with the admin of its first start.</summary>
internal sealed class OtaServer : IAsyncDisposable
{
    private readonly List<IDisposable> _clients = [];
    private readonly TempFolder? _folder;
    private readonly OtaHost _host;

    private OtaServer(OtaHost host, TempFolder? folder, TestLog log)
    {
        _host = host;
        _folder = folder;
        Log = log;
        Endpoints = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "endpoints.json"))).RootElement;
    }

    public TestLog Log { get; }

    public string Data => _host.Data;

    public WebApplication App => _host.App;

    public JsonElement Endpoints { get; }

    public X509Certificate2 Admin => X509Certificate2.CreateFromPemFile(
        Path.Combine(Data, "operators", "admin.crt"), Path.Combine(Data, "operators", "admin.key"));

    public HttpClient Http => Keep(new HttpClient { BaseAddress = new Uri(Url("http")) });

    public V1.Operators.OperatorsClient AdminOperators => new(Channel(Admin));

    public static Task<OtaServer> StartAsync(params string[] args) => StartAsync(new OtaServerSetup { Args = args });

    public static async Task<OtaServer> StartAsync(OtaServerSetup setup)
    {
        TempFolder? folder = setup.Data is null ? new TempFolder() : null;
        TestLog log = new();
        HostSurroundings surroundings = new()
        {
            Out = TextWriter.Null,
            Environment = new Dictionary<string, string>(),
            Folder = AppContext.BaseDirectory,
            Time = setup.Time,
            Log = log,
            Services = services =>
            {
                LookOnlyWhenAsked(services);
                setup.Services?.Invoke(services);
            },
        };
        string[] args =
        [
            "--data", setup.Data ?? folder!["data"], "--address", "127.0.0.1", "--https-port", "0", "--http-port", "0",
            .. setup.Args,
            .. setup.Dev ? ["--dev", "--grpc-port", "0"] : Array.Empty<string>(),
            .. setup.IsBroker ? ["--mqtts-port", "0"] : Array.Empty<string>(),
            .. setup.IsBroker && setup.Dev ? ["--mqtt-port", "0"] : Array.Empty<string>(),
        ];
        ServerOptions options = OtaHost.ReadOptions(args, surroundings, out IReadOnlyList<string> problems);
        problems.Should().BeEmpty();
        return new OtaServer(await OtaHost.StartAsync(options, surroundings), folder, log);
    }

    public string Url(string listener) => Endpoints.GetProperty("urls").GetProperty(listener).GetString()!;

    /// <summary>An HTTPS client that trusts this server's root only.</summary>
    public HttpClient Https(X509Certificate2? certificate = null) => Keep(new HttpClient(Handler(certificate)) { BaseAddress = new Uri(Url("https")) });

    public GrpcChannel Channel(X509Certificate2? certificate = null) =>
        Keep(GrpcChannel.ForAddress(Url("https"), new GrpcChannelOptions { HttpHandler = Handler(certificate), DisposeHttpClient = true }));

    public GrpcChannel PlainChannel() => Keep(GrpcChannel.ForAddress(Url("grpc")));

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable client in _clients) client.Dispose();
        await _host.DisposeAsync();
        _folder?.Dispose();
        Log.ThrowIfErrors();
    }

    // The server looks at its health by itself 5 s after its start and every 30 s from then on, and the framework logs what is wrong as
    // an error: whether a test that takes something away has such an error must not depend on how long it takes.
    private static void LookOnlyWhenAsked(IServiceCollection services) =>
        services.Configure<HealthCheckPublisherOptions>(options => options.Predicate = _ => false);

    private SocketsHttpHandler Handler(X509Certificate2? certificate)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Data, "pki", "root.crt")));
        SslClientAuthenticationOptions tls = new() { CertificateChainPolicy = policy };
        if (certificate is not null) tls.ClientCertificates = [certificate];
        return new SocketsHttpHandler { SslOptions = tls };
    }

    private T Keep<T>(T client) where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }
}
