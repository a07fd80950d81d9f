using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Ota.Bench.Mqtt;
using Ota.Bench.Whole;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bridge;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Repository;
using Ota.Server.Bundles.Staging;
using Ota.Server.Hosting;
using Ota.Server.Rollouts.Jobs;
using Ota.Server.Settings;
using Ota.Server.Storage;

namespace Ota.Bench.Rollouts;

/// <summary>A process of its own with the whole server, a filled register and one bundle that counts as staged; measures and prints figures.</summary>
internal sealed class RolloutsHost : IAsyncDisposable
{
    private readonly OtaHost _host;

    private RolloutsHost(OtaHost host, BenchFleet fleet, BenchVehicles vehicles, LeapingClock clock)
    {
        _host = host;
        Fleet = fleet;
        Vehicles = vehicles;
        Clock = clock;
        Channel = OperatorChannel.Open(host.Data);
    }

    public BenchFleet Fleet { get; }

    public BenchVehicles Vehicles { get; }

    public LeapingClock Clock { get; }

    /// <summary>As the operator of the first start, over TLS.</summary>
    public GrpcChannel Channel { get; }

    public V1.Rollouts.RolloutsClient Rollouts => new(Channel);

    /// <summary>The program: measure, number of vehicles, number of calls or rounds, data folder, and arguments of the server.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        (string measures, int vehicles, int often, string data) = (args[0], Number(args[1]), Number(args[2]), args[3]);
        _ = Task.Run(EndWithParent);
        if (measures == RolloutBenchOptions.Confirmed)
        {
            await ConfirmedMeasure.RunAsync(vehicles, often, data, args[4..]);
            return 0;
        }

        using BenchFleet fleet = new();
        await using RolloutsHost host = await StartAsync(data, args[4..], fleet, new BenchVehicles(fleet));
        await host.FillAsync(vehicles);
        CreationMeasure creation = new(host, vehicles);
        V1.Rollout rollout = await creation.RunAsync();
        if (measures.Contains(RolloutBenchOptions.Explain, StringComparison.Ordinal) || measures.Contains(RolloutBenchOptions.Full, StringComparison.Ordinal))
            await new FullMeasure(host, rollout).RunAsync(vehicles, often, measures);
        return 0;

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    public static async Task<RolloutsHost> StartAsync(string data, string[] more, BenchFleet fleet, BenchVehicles vehicles)
    {
        LeapingClock clock = new();
        FindStagedBundle find = (digest, _) => Task.FromResult(digest == BenchBundle.Digest ? BenchBundle.Staged : null);
        DescribeBundle describe = (digest, _) => Task.FromResult(digest == BenchBundle.Digest ? new KnownBundle(BenchBundle.Staged, null) : null);
        HostSurroundings surroundings = new()
        {
            Out = TextWriter.Null,
            Time = clock,
            Environment = new Dictionary<string, string>(),
            Log = new ErrorLines(),
            Services = services => services.AddSingleton(find).AddSingleton(describe).AddSingleton<IDownTopics>(vehicles),
        };
        string[] args =
        [
            "--data", data, "--address", "127.0.0.1", "--dev", "--https-port", "0", "--mqtts-port", "0", "--http-port", "0", "--grpc-port", "0",
            "--mqtt-port", "0", "--rollout-tick-ms", "100", .. more,
        ];
        ServerOptions options = OtaHost.ReadOptions(args, surroundings, out IReadOnlyList<string> problems);
        if (problems.Count > 0) throw new BenchException(string.Join(' ', problems));
        OtaHost server = await OtaHost.StartAsync(options, surroundings);
        RolloutsHost host = new(server, fleet, vehicles, clock);
        await host.PublishRootAsync();
        vehicles.Start(host.Get<IEnumerable<IUpHandler>>().OfType<OtaHandler>().Single(), clock);
        return host;
    }

    public T Get<T>()
        where T : notnull => _host.App.Services.GetRequiredService<T>();

    public async Task FillAsync(int vehicles)
    {
        Say($"filling the register with {vehicles} vehicles");
        await new FleetRegister(Get<Database>(), Fleet, Clock.GetUtcNow()).FillAsync(vehicles);
        using Process sync = Process.Start("sync"); // What is measured next does not wait for what this left in memory.
        await sync.WaitForExitAsync();
    }

    public static void Say(FormattableString progress) => Console.WriteLine(progress.ToString(CultureInfo.InvariantCulture));

    public static void Tell(string name, double value, string unit) => Console.WriteLine(JsonSerializer.Serialize(new RolloutFigure(name, value, unit)));

    public static double PeakMegabytes() => ProcessCpu.PeakMegabytes(Environment.ProcessId);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _host.DisposeAsync();
    }

    // Its standard input ends with whoever started it, even by SIGKILL; nobody would hear its figures, and it would take both cores for long.
    private static void EndWithParent()
    {
        while (Console.In.Read() >= 0) continue;
        Environment.Exit(1);
    }

    private async Task PublishRootAsync()
    {
        using LocalSigner own = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        OnlineKeys keys = Get<OnlineKeys>();
        MetadataRole[] online = [.. OnlineKeys.RolesOf(V1.RepositoryKind.Director)];
        ISigner[] signers = [own, .. online.Select(role => keys.For(V1.RepositoryKind.Director, role))];
        RootMetadata root = new()
        {
            Version = 1,
            Expires = DateTimeOffset.FromUnixTimeSeconds(Clock.GetUtcNow().AddYears(5).ToUnixTimeSeconds()),
            Keys = signers.ToDictionary(signer => signer.Key.Id, signer => signer.Key),
            Roles = online.Prepend(MetadataRole.Root).Zip(signers).ToDictionary(pair => pair.First, pair => new RoleKeys([pair.Second.Key.Id], 1)),
        };
        byte[] file = MetadataDraft.Of(root, MetadataDialect.Tuf).SignedBy(own).ToBytes();
        await Get<RepositoryPublisher>().RunAsync(
            work => Task.FromResult(work.DirectorRoot = SignedFile.Read<RootMetadata>(file, MetadataRole.Root, "1.root.json")), default);
    }
}
