using System.Data.Common;
using Dapper;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Tests.Vehicles.Inventories;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Bundles.Staging;
using Ota.Server.Rollouts.Control;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;
using Ota.Server.Tests.Director;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>A server with one registered car, whose battery's image is offered by a running rollout. The test speaks for the car.</summary>
internal sealed class JobServer : IAsyncDisposable
{
    /// <summary>What the first offer asks the car to repeat.</summary>
    public const string Nonce = Samples.Nonce;

    private const long Number = 1;

    private ulong _seq;

    private JobServer(DirectorServer director, TimeProvider time, SentCommands sent) => (Director, Time, Sent) = (director, time, sent);

    public DirectorServer Director { get; }

    public TimeProvider Time { get; }

    public SentCommands Sent { get; }

    public SigningEcu Gateway { get; } = SigningEcu.Primary("gw-1") with { Hardware = "gw-2" };

    public SigningEcu Battery { get; } = SigningEcu.Secondary("bms-1") with { Hardware = "bms" };

    /// <summary>The battery with the image that is offered.</summary>
    public SigningEcu Updated => Battery with { Version = "2.0" };

    public Vid Car { get; private set; }

    /// <summary>The digest of the bundle that is offered.</summary>
    public string Bundle { get; private set; } = "";

    public Database Database => Get<Database>();

    public InstallDesk Installs => Get<InstallDesk>();

    public static async Task<JobServer> StartAsync(ManualTime time, RolloutPolicy? policy = null, Action<IServiceCollection>? services = null)
    {
        SentCommands sent = new();
        return await StartAsync(time, sent, policy, all =>
        {
            all.AddSingleton<IDownTopics>(sent);
            services?.Invoke(all);
        });
    }

    /// <summary>One whose answers go by the broker.</summary>
    public static Task<JobServer> StartWithBrokerAsync() => StartAsync(TimeProvider.System, new SentCommands(), null, null);

    public T Get<T>()
        where T : notnull => Director.Server.App.Services.GetRequiredService<T>();

    /// <summary>Hands a report to the server as the bridge does.</summary>
    public Task<UpReceipt> TakeAsync(OtaReport report) => TakeAsync("ota", report.ToByteArray());

    public Task<UpReceipt> TakeAsync(string type, byte[] payload) => Director.Server.App.Services.GetServices<IUpHandler>()
        .Single(handler => handler.Type == type).TakeAsync(Car, payload, Time.GetUtcNow(), default);

    /// <summary>Hands a report to the server and returns what it answers.</summary>
    public async Task<OtaCommand> AskAsync(OtaReport report)
    {
        await TakeAsync(report);
        OtaCommand answer = Sent.Next();
        (answer.SchemaVersion, answer.RequestId, answer.ServerMs).Should().Be((1u, report.RequestId, Time.GetUtcNow().ToUnixTimeMilliseconds()));
        return answer;
    }

    /// <summary>The car says all there is to say up to a state.</summary>
    public async Task<StatusReply> ReportAsync(JobState state, uint attempt = 1, Action<JobStatus>? change = null) =>
        (await AskAsync(Reports.Status(state, attempt, ++_seq, change))).StatusReply;

    /// <summary>A proof with the next position.</summary>
    public OtaReport Proof(byte[] signed)
    {
        OtaReport report = Reports.Proof(ByteString.CopyFrom(signed));
        report.Proof.Inventory.Position = Reports.At(++_seq);
        return report;
    }

    public async Task<ProofReply> ProveAsync(byte[] signed) => (await AskAsync(Proof(signed))).ProofReply;

    /// <summary>The signed inventory of the car, with a nonce.</summary>
    public byte[] Inventory(ulong counter, string nonce, params SigningEcu[] others)
    {
        byte[] vid = Convert.FromHexString(Car.Value);
        Inventory inventory = new() { Vid = ByteString.CopyFrom(vid), Counter = counter, Nonce = ByteString.CopyFrom(Convert.FromHexString(nonce)) };
        inventory.Reports.Add(others.Prepend(Gateway).Select(ecu => ecu.Signed(vid)));
        return Gateway.Seal(inventory);
    }

    public async Task<Install> InstallAsync() => (await Installs.FindAsync(Car, Reports.Rollout, default))!.Install;

    public async Task ApplyAsync(InstallEvent happened) => (await Installs.ApplyAsync(Number, Number, happened, default)).Should().NotBeNull();

    public Task SetAsync(RolloutState state) => RunAsync("UPDATE rollouts SET state = @state WHERE number = @Number", new { state = (long)state, Number });

    public async Task<long> EventsAsync()
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM install_events");
    }

    public ValueTask DisposeAsync() => Director.DisposeAsync();

    private static async Task<JobServer> StartAsync(TimeProvider time, SentCommands sent, RolloutPolicy? policy, Action<IServiceCollection>? services)
    {
        DirectorServer director = await DirectorServer.StartEmptyAsync(new OtaServerSetup
        {
            Time = time,
            Services = all =>
            {
                // The rollout has one vehicle, which the test moves: nobody else is to find it complete.
                all.Remove(all.Single(one => one.ImplementationType == typeof(RolloutsWorker)));
                services?.Invoke(all);
            },
        });
        JobServer server = new(director, time, sent);
        await director.PublishRootAsync(time.GetUtcNow().AddYears(5));
        await server.RegisterAsync();
        await server.OfferAsync(policy ?? new RolloutPolicy());
        return server;
    }

    private async Task RegisterAsync()
    {
        V1.Vehicles.VehiclesClient vehicles = new(Director.Server.Channel(Director.Server.Admin));
        V1.Vehicle car = Fleet.Car(Number);
        car.Ecus.Clear();
        car.Ecus.Add(new[] { Gateway, Battery }.Select(ecu => new V1.Ecu
        {
            Serial = ecu.Serial,
            HardwareId = ecu.Hardware,
            Role = (V1.EcuRole)ecu.Role,
            PublicKey = ByteString.CopyFrom(ecu.PublicKey),
        }));
        await vehicles.ImportAsync([Fleet.Row(1, car)]);
        Car = Vid.TryParse((await vehicles.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(Number) }, Purpose = "test" })).Vid)!.Value;
    }

    private async Task OfferAsync(RolloutPolicy policy)
    {
        byte[] image = System.Text.Encoding.UTF8.GetBytes("fw 2.0"); // What the digest of SigningEcu is made of.
        StagedImage only = new(TargetPath.TryParse("bms/fw-2.0.bin")!.Value, new TargetEntry(image.Length, FileHashes.Of(image), null), [HardwareId.TryParse(Battery.Hardware)!], 2);
        Bundle = Director.Stage("fix", 2, change: bundle => bundle with { Images = [only] });
        await Director.AssignAsync(Car.Value, Bundle);
        long now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        await RunAsync("""
            INSERT INTO rollouts (
                number, id, title, bundle, state, reason, revision, policy, policy_digest, population_digest, population, selection, seed, author, approver,
                created, started, wave, waves, wave_opened)
            VALUES (@Number, @Rollout, 'Battery fix', @Bundle, 3, '', 1, @policy, '', '', 1, 'list', '', 'anna', 'bert', @now, @now, 1, 1, @now)
            """, new { Number, Reports.Rollout, Bundle, policy = System.Text.Encoding.UTF8.GetString(PolicyForm.Write(policy)), now });
        await RunAsync("""
            INSERT INTO installs (
                rollout, vehicle, amendment, wave, market, verdict, verdict_reason, verdict_text, inventory, state, since, revision, work, reason, body)
            VALUES (@Number, @Number, 0, 1, 'DE', 1, '', '', '', 1, @now, 0, 0, '', '{}')
            """, new { Number, now });
        await ApplyAsync(new InstallEvent.Offered([new InstallTarget(EcuSerial.TryParse(Battery.Serial)!, "", Updated.Digest, 2)], Nonce));
    }

    private async Task RunAsync(string sql, object values)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await connection.ExecuteAsync(sql, values);
    }
}
