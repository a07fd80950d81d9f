using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Repository;
using Ota.Server.Bundles.Staging;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

/// <summary>A server with a published Director root and a registered fleet; which bundles are staged, the test says.</summary>
internal sealed class DirectorServer : IAsyncDisposable
{
    private readonly Dictionary<string, StagedBundle> _staged;

    private readonly Dictionary<string, KnownBundle> _known;

    private DirectorServer(OtaServer server, Dictionary<string, StagedBundle> staged, Dictionary<string, KnownBundle> known)
    {
        _known = known;
        Server = server;
        _staged = staged;
        Http = server.Http;
    }

    public OtaServer Server { get; }

    public HttpClient Http { get; }

    public V1.Director.DirectorClient Director => new(Server.Channel(Server.Admin));

    public byte[] Root => [.. Server.App.Services.GetRequiredService<PublishedFiles>().Find(V1.RepositoryKind.Director, "1.root.json")!.Value.Span];

    public static async Task<DirectorServer> StartAsync(ManualTime time, string? data = null, bool isNew = true, params string[] args)
    {
        DirectorServer server = await StartEmptyAsync(time, data, args);
        if (isNew) await server.PublishRootAsync(time.GetUtcNow().AddYears(5));
        return server;
    }

    /// <summary>One without a root.</summary>
    public static Task<DirectorServer> StartEmptyAsync(TimeProvider time, string? data = null, params string[] args) =>
        StartEmptyAsync(new OtaServerSetup { Time = time, Data = data, Args = args });

    /// <summary>The same with something else replaced too.</summary>
    public static async Task<DirectorServer> StartEmptyAsync(OtaServerSetup setup)
    {
        Dictionary<string, StagedBundle> staged = [];
        FindStagedBundle find = (digest, _) =>
        {
            lock (staged) return Task.FromResult(staged.GetValueOrDefault(digest));
        };
        Dictionary<string, KnownBundle> known = [];
        DescribeBundle describe = (digest, _) =>
        {
            lock (known) return Task.FromResult(known.GetValueOrDefault(digest));
        };
        OtaServer server = await OtaServer.StartAsync(setup with
        {
            Services = services =>
            {
                services.AddSingleton(find).AddSingleton(describe);
                setup.Services?.Invoke(services);
            },
        });
        return new DirectorServer(server, staged, known);
    }

    public async Task PublishRootAsync(DateTimeOffset expires)
    {
        using LocalSigner own = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        OnlineKeys keys = Server.App.Services.GetRequiredService<OnlineKeys>();
        ISigner[] signers = [own, .. OnlineKeys.RolesOf(V1.RepositoryKind.Director).Select(role => keys.For(V1.RepositoryKind.Director, role))];
        MetadataRole[] roles = [MetadataRole.Root, .. OnlineKeys.RolesOf(V1.RepositoryKind.Director)];
        RootMetadata root = new()
        {
            Version = 1,
            Expires = DateTimeOffset.FromUnixTimeSeconds(expires.ToUnixTimeSeconds()),
            Keys = signers.ToDictionary(signer => signer.Key.Id, signer => signer.Key),
            Roles = roles.Zip(signers).ToDictionary(pair => pair.First, pair => new RoleKeys([pair.Second.Key.Id], 1)),
        };
        byte[] file = MetadataDraft.Of(root, MetadataDialect.Tuf).SignedBy(own).ToBytes();
        await Server.App.Services.GetRequiredService<RepositoryPublisher>().RunAsync(
            work => Task.FromResult(work.DirectorRoot = SignedFile.Read<RootMetadata>(file, MetadataRole.Root, "1.root.json")), default);
    }

    /// <summary>Registers vehicles and returns their vids in order.</summary>
    public async Task<string[]> RegisterAsync(int count)
    {
        V1.Vehicles.VehiclesClient vehicles = new(Server.Channel(Server.Admin));
        await vehicles.ImportAsync(Fleet.Rows(count));
        List<string> vids = [];
        for (int number = 1; number <= count; number++)
            vids.Add((await vehicles.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(number) }, Purpose = "test" })).Vid);
        return [.. vids];
    }

    /// <summary>Stages a bundle for the gateways of the fleet.</summary>
    public string Stage(string name, long counter, string hardware = "gw-2", Func<StagedBundle, StagedBundle>? change = null)
    {
        byte[] image = System.Text.Encoding.UTF8.GetBytes(name);
        string digest = FileHashes.Sha256Of(image).Sha256!;
        StagedImage only = new(
            TargetPath.TryParse($"gw/{name}.bin")!.Value, new TargetEntry(image.Length, FileHashes.Of(image), null), [HardwareId.TryParse(hardware)!], counter);
        StagedBundle bundle = new(digest, [only]);
        bundle = change?.Invoke(bundle) ?? bundle;
        lock (_staged) _staged[digest] = bundle;
        lock (_known) _known[digest] = new KnownBundle(bundle, null);
        return digest;
    }

    public void Withdraw(string digest)
    {
        lock (_staged) _staged.Remove(digest);
        lock (_known) _known[digest] = _known[digest] with { Withdrawn = Server.App.Services.GetRequiredService<TimeProvider>().GetUtcNow() };
    }

    public async Task<V1.Assignment> AssignAsync(string vid, string digest) =>
        await Director.AssignBundleAsync(new() { Vehicle = new() { Vid = vid }, Bundle = $"bundles/{digest}" });

    public Task<byte[]> GetAsync(string vid, string file) => Http.GetByteArrayAsync($"/director/{vid}/{file}");

    /// <summary>A client's refresh over HTTP to its end.</summary>
    public Task<(TrustedSet? Set, Refusal? Refusal)> RefreshAsync(string vid, DateTimeOffset now, TrustedSet? earlier = null) =>
        DirectorClient.RefreshAsync(Http, $"/director/{vid}/", Root, now, earlier);

    public async Task<TrustedSet> TrustedAsync(string vid, DateTimeOffset now, TrustedSet? earlier = null)
    {
        (TrustedSet? set, Refusal? refusal) = await RefreshAsync(vid, now, earlier);
        refusal.Should().BeNull();
        return set!;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
