using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Server.Storage;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Service;

/// <summary>A server with a fleet, and with an engineer, an approver and a release manager; which bundles are staged, the test says.</summary>
internal sealed class RolloutServer : IAsyncDisposable
{
    private readonly Dictionary<string, KnownBundle> _bundles;

    private RolloutServer(OtaServer server, ManualTime time, Dictionary<string, KnownBundle> bundles) => (Server, Time, _bundles) = (server, time, bundles);

    public OtaServer Server { get; }

    public ManualTime Time { get; }

    public X509Certificate2 Anna { get; private set; } = null!;

    public X509Certificate2 Ben { get; private set; } = null!;

    /// <summary>Engineer, approver and release in one: what the separation of duties is against.</summary>
    public V1.Rollouts.RolloutsClient AsAnna => new(Server.Channel(Anna));

    /// <summary>The same roles, another person.</summary>
    public V1.Rollouts.RolloutsClient AsBen => new(Server.Channel(Ben));

    public Database Database => Get<Database>();

    public static async Task<RolloutServer> StartAsync(int vehicles, params string[] args)
    {
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        Dictionary<string, KnownBundle> bundles = [];
        FindStagedBundle find = (digest, _) => Task.FromResult(Find(digest) is { Withdrawn: null } known ? known.What : null);
        DescribeBundle describe = (digest, _) => Task.FromResult(Find(digest));
        OtaServer server = await OtaServer.StartAsync(new OtaServerSetup
        {
            Time = time,
            Args = args,
            Services = services => services.AddSingleton(find).AddSingleton(describe),
        });
        RolloutServer started = new(server, time, bundles);
        V1.Role[] roles = [V1.Role.Engineer, V1.Role.Approver, V1.Role.Release];
        started.Anna = await server.CertificateOfNewAsync("anna", roles);
        started.Ben = await server.CertificateOfNewAsync("ben", roles);
        if (vehicles > 0) await new V1.Vehicles.VehiclesClient(server.Channel(server.Admin)).ImportAsync(Fleet.Rows(vehicles));
        return started;

        KnownBundle? Find(string digest)
        {
            lock (bundles) return bundles.GetValueOrDefault(digest);
        }
    }

    public T Get<T>() where T : notnull => Server.App.Services.GetRequiredService<T>();

    /// <summary>Stages a bundle with an image for the gateways of the fleet; its digest and the image's are the same here.</summary>
    public string Stage(string name, long counter = 7, string hardware = "gw-2", string market = "DE")
    {
        byte[] image = System.Text.Encoding.UTF8.GetBytes(name);
        string digest = FileHashes.Sha256Of(image).Sha256!;
        StagedImage only = new(
            TargetPath.TryParse($"gw/{name}.bin")!.Value, new TargetEntry(image.Length, FileHashes.Of(image), null), [HardwareId.TryParse(hardware)!], counter);
        LanguageTag german = LanguageTag.TryParse("de")!;
        StagedBundle bundle = new(digest, [only])
        {
            Title = $"{name} 2.0",
            Markets = new Dictionary<string, IReadOnlyList<LanguageTag>> { [market] = [german] },
            Texts = new Dictionary<string, UserText> { ["de"] = Text },
            InstallMinutes = 10,
        };
        lock (_bundles) _bundles[digest] = new KnownBundle(bundle, null);
        return digest;
    }

    public void Change(string digest, Func<StagedBundle, StagedBundle> change)
    {
        lock (_bundles) _bundles[digest] = _bundles[digest] with { What = change(_bundles[digest].What) };
    }

    public void Withdraw(string digest)
    {
        lock (_bundles) _bundles[digest] = _bundles[digest] with { Withdrawn = Time.GetUtcNow() };
    }

    /// <summary>Lets vehicles have proven that their gateway runs an image.</summary>
    public async Task ProveAsync(string sha256, params long[] numbers)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        foreach (long number in numbers)
        {
            string inventory = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)));
            const string sql = """
                UPDATE ecus SET digest = @sha256 WHERE vehicle = @number AND hardware_id = 'gw-2';
                INSERT INTO contacts (vehicle, birth, death, catalogue_version, configuration, run, inventory, inventory_state, inventory_counter,
                    inventory_key, inventory_digest, proven_time, last_time, alarm_day, alarms, alarm_digest)
                VALUES (@number, '', '', 0, '', '', '', 1, 1, '', @inventory, @now, @now, 0, 0, '')
                """;
            await connection.ExecuteAsync(sql, new { number, sha256, inventory, now = Time.GetUtcNow().ToUnixTimeMilliseconds() });
        }
    }

    public async Task<string> VidOfAsync(long number)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        return (await connection.QuerySingleAsync<string>("SELECT vid FROM vehicles WHERE number = @number", new { number }))!;
    }

    public async Task<long> CountAsync(string table)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        return await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}");
    }

    /// <summary>A draft of Anna's for vehicles of a filter.</summary>
    public Task<V1.Rollout> DraftAsync(string bundle, string filter = "year > 0", string policy = "") => CreateAsync(AsAnna, new V1.CreateRolloutRequest
    {
        Specification = new()
        {
            Title = "Gateway fix",
            Bundle = $"bundles/{bundle}",
            Filter = filter,
            Policy = ByteString.CopyFromUtf8(policy),
        },
    });

    /// <summary>One of Anna's that Ben has approved.</summary>
    public async Task<V1.Rollout> ApprovedAsync(string bundle, string filter = "year > 0", string policy = "")
    {
        V1.Rollout draft = await DraftAsync(bundle, filter, policy);
        return await AsBen.ApproveRolloutAsync(Sign(draft, Ben));
    }

    public static async Task<V1.Rollout> CreateAsync(V1.Rollouts.RolloutsClient client, params V1.CreateRolloutRequest[] requests)
    {
        using AsyncClientStreamingCall<V1.CreateRolloutRequest, V1.Rollout> call = client.CreateRollout();
        return await SendAsync(call, requests);
    }

    public static async Task<V1.Rollout> AmendAsync(V1.Rollouts.RolloutsClient client, params V1.CreateRolloutRequest[] requests)
    {
        using AsyncClientStreamingCall<V1.CreateRolloutRequest, V1.Rollout> call = client.AmendRollout();
        return await SendAsync(call, requests);
    }

    public static async Task<V1.RolloutPlan> PlanAsync(V1.Rollouts.RolloutsClient client, params V1.PlanRolloutRequest[] requests)
    {
        using AsyncClientStreamingCall<V1.PlanRolloutRequest, V1.RolloutPlan> call = client.PlanRollout();
        return await SendAsync(call, requests);
    }

    public static V1.ApproveRolloutRequest Sign(V1.Rollout rollout, X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        byte[] statement = rollout.ApprovalStatement.ToByteArray();
        return new V1.ApproveRolloutRequest
        {
            Name = rollout.Name,
            Statement = ByteString.CopyFrom(statement),
            Signature = ByteString.CopyFrom(key.SignData(statement, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        };
    }

    public async Task<byte[]> ReportAsync(V1.Rollout rollout, string form, DateTimeOffset? asOf = null)
    {
        V1.GetReportRequest request = new() { Name = rollout.Name, Form = form };
        if (asOf is { } time) request.AsOfTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(time);
        using AsyncServerStreamingCall<V1.ReportPiece> call = AsBen.GetReport(request);
        List<byte> bytes = [];
        while (await call.ResponseStream.MoveNext(default)) bytes.AddRange(call.ResponseStream.Current.Content);
        return [.. bytes];
    }

    public static async Task<RpcException> RefusedAsync(Func<Task> call) => (await FluentActions.Awaiting(call).Should().ThrowAsync<RpcException>()).Which;

    public static async Task<RpcException> RefusedAsync<T>(Func<AsyncUnaryCall<T>> call) => await RefusedAsync(async () => { await call(); });

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static UserText Text => new() { Title = "t", Purpose = "p", Changes = "c", Duration = "d", Unavailable = "u", Instructions = "i" };

    private static async Task<TResponse> SendAsync<TRequest, TResponse>(AsyncClientStreamingCall<TRequest, TResponse> call, TRequest[] requests)
    {
        try
        {
            foreach (TRequest request in requests) await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // Refused before all was sent: the answer says why.
        }

        return await call.ResponseAsync;
    }
}
