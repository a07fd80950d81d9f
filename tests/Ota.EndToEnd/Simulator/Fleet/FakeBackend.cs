using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Mqtt;
using Ota.Mqtt.Broker;
using Ota.Mqtt.Client;
using Ota.Mqtt.Transport;
using Ota.Payloads.V1;
using Signature = Ota.Payloads.V1.Signature;

namespace Ota.EndToEnd.Simulator.Fleet;

/// <summary>
/// A broker and the answers that a backend gives to one rollout, in a few lines: real metadata, real permits, manifests verified as the real
/// one verifies them. It keeps only what the vehicles said last.
/// </summary>
internal sealed class FakeBackend : IAsyncDisposable
{
    public const string Rollout = "0123456789ab";

    private const int MostAttempts = 2;

    private static readonly string Bundle = new('b', 64);

    private readonly IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> _register;
    private readonly LocalSigner _signer = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
    private readonly WebApplication _broker;
    private readonly MqttClient _client;
    private readonly ConcurrentDictionary<string, byte[]> _nonces = new();
    private readonly ConcurrentDictionary<string, ulong> _counters = new();
    private Task _answering = Task.CompletedTask;

    private FakeBackend(IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register, WebApplication broker, int port)
    {
        (_register, _broker, Port) = (register, broker, port);
        _client = new MqttClient(new MqttClientOptions { Port = port, ClientId = "backend" });
    }

    public int Port { get; }

    public byte[] Root { get; private set; } = [];

    /// <summary>SHA-256 of what all ECUs shall run, hexadecimal.</summary>
    public static string Target { get; } = Convert.ToHexStringLower(SHA256.HashData("new"u8));

    /// <summary>Whether nothing may begin.</summary>
    public bool IsStopped { get; set; }

    /// <summary>The greatest position of each vehicle's reports, and the state in it.</summary>
    public ConcurrentDictionary<string, (ulong Position, JobState State)> Said { get; } = new();

    /// <summary>The last verdict about each vehicle.</summary>
    public ConcurrentDictionary<string, ProofReply.Types.Verdict> Verdicts { get; } = new();

    public static async Task<FakeBackend> StartAsync(IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttBroker(new MqttBrokerOptions());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, 0), endpoint => endpoint.UseMqtt()));
        WebApplication broker = builder.Build();
        await broker.StartAsync();
        string address = broker.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        FakeBackend backend = new(register, broker, new Uri(address).Port);
        backend.MakeRoot();
        await backend._client.ConnectAsync();
        await backend._client.SubscribeAsync("v1/+/up/ota", MqttQos.AtLeastOnce);
        backend._answering = backend.AnswerAsync();
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _answering;
        await _broker.StopAsync();
        await _broker.DisposeAsync();
        _signer.Dispose();
    }

    private void MakeRoot()
    {
        RoleKeys role = new([_signer.Key.Id], 1);
        RootMetadata root = new()
        {
            Version = 1,
            Expires = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000),
            Keys = new Dictionary<KeyId, TufKey> { [_signer.Key.Id] = _signer.Key },
            Roles = Enum.GetValues<MetadataRole>().ToDictionary(one => one, _ => role),
        };
        Root = MetadataDraft.Of(root, MetadataDialect.Tuf).SignedBy(_signer).ToBytes();
    }

    private async Task AnswerAsync()
    {
        await foreach (MqttReceivedMessage message in _client.ReadMessagesAsync())
        {
            string vid = message.Topic.Split('/')[1];
            OtaReport report = OtaReport.Parser.ParseFrom(message.Payload.Span);
            OtaCommand answer = Answer(vid, report);
            (answer.SchemaVersion, answer.RequestId) = (1, report.RequestId);
            answer.ServerMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            await _client.PublishAsync($"v1/{vid}/down/ota", answer.ToByteArray(), MqttQos.AtLeastOnce);
            await message.AcknowledgeAsync();
        }
    }

    private OtaCommand Answer(string vid, OtaReport report) => report.WhatCase switch
    {
        OtaReport.WhatOneofCase.JobRequest => new OtaCommand { Job = JobOf(vid, report.JobRequest) },
        OtaReport.WhatOneofCase.Status => new OtaCommand { StatusReply = Note(vid, report.Status) },
        OtaReport.WhatOneofCase.StartRequest => new OtaCommand { StartReply = Leave(vid, report.StartRequest) },
        _ => new OtaCommand { ProofReply = Judge(vid, report.Proof) },
    };

    private Job JobOf(string vid, JobRequest request)
    {
        Job job = new()
        {
            Rollout = Rollout,
            Offer = 1,
            Bundle = Bundle,
            ManifestPath = $"bundles/{Bundle}.json",
            Nonce = ByteString.CopyFrom(NonceOf(vid)),
            IsStopped = IsStopped,
        };
        if (request.Rollout == Rollout) return job;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DirectorImage[] images = [.. _register[vid].Select(ecu => new DirectorImage(
            ecu.Serial, ecu.Hardware, TargetPath.TryParse($"{ecu.Hardware}.bin")!.Value, 3, FileHashes.TryMake(Target, null)!, 2))];
        DirectorFiles files = DirectorWriter.Write(
            new DirectorPlan(1, true, true), null, new DirectorContent(Vid.TryParse(vid)!.Value, 1, images), new DirectorSigners(_signer, _signer, _signer), now);
        job.Director.Add(new[]
        {
            new MetadataFile { Name = "1.root.json", Content = ByteString.CopyFrom(Root) },
            new MetadataFile { Name = "timestamp.json", Content = ByteString.CopyFrom(files.Timestamp.Bytes.Span) },
            new MetadataFile { Name = "1.snapshot.json", Content = ByteString.CopyFrom(files.Snapshot.Bytes.Span) },
            new MetadataFile { Name = "1.targets.json", Content = ByteString.CopyFrom(files.Targets.Bytes.Span) },
        });
        return job;
    }

    private StatusReply Note(string vid, JobStatus status)
    {
        ulong position = (status.Attempt * 1_000_000ul) + status.Seq;
        Said.AddOrUpdate(vid, (position, status.State), (_, known) => position > known.Position ? (position, status.State) : known);
        bool wantsMore = status.State == JobState.RolledBack && status.Attempt < MostAttempts;
        return new StatusReply
        {
            Rollout = Rollout,
            Offer = 1,
            Attempt = status.Attempt,
            Seq = status.Seq,
            Stands = true,
            Nonce = ByteString.CopyFrom(NonceOf(vid)),
            IsStopped = IsStopped,
            RetryAfterS = wantsMore ? 1u : 0,
        };
    }

    private StartReply Leave(string vid, StartRequest request)
    {
        StartReply reply = new() { Rollout = Rollout, Offer = request.Offer, Go = !IsStopped, Reason = IsStopped ? "stopped" : "" };
        if (IsStopped) return reply;
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        byte[] permit = new Permit
        {
            Vid = ByteString.CopyFrom(Convert.FromHexString(vid)),
            Rollout = Rollout,
            Offer = request.Offer,
            Bundle = ByteString.CopyFrom(Convert.FromHexString(Bundle)),
            MadeMs = now,
            UntilMs = now + 3_600_000,
        }.ToByteArray();
        KeySignature signature = _signer.Sign(permit);
        reply.Permit = new SignedPermit
        {
            Permit = ByteString.CopyFrom(permit),
            Signature = new Signature
            {
                KeyId = ByteString.CopyFrom(Convert.FromHexString(signature.KeyId.Value)),
                Value = ByteString.CopyFrom(signature.Value),
            },
        };
        return reply;
    }

    private ProofReply Judge(string vid, ProofMessage proof)
    {
        ProofReply.Types.Verdict verdict = VerdictOf(vid, proof.Inventory.SignedInventory);
        Verdicts[vid] = verdict;
        if (verdict != ProofReply.Types.Verdict.Stale) _nonces[vid] = RandomNumberGenerator.GetBytes(16);
        return new ProofReply { Rollout = Rollout, Offer = proof.Offer, Verdict = verdict, Nonce = ByteString.CopyFrom(NonceOf(vid)) };
    }

    private ProofReply.Types.Verdict VerdictOf(string vid, ByteString signed)
    {
        if (InventoryVerifier.Verify(signed.Memory, Vid.TryParse(vid)!.Value, _register[vid]) is not InventoryVerdict.Proven) return ProofReply.Types.Verdict.Refused;
        Inventory inventory = Inventory.Parser.ParseFrom(SignedInventory.Parser.ParseFrom(signed).Inventory);
        if (inventory.Counter <= _counters.GetValueOrDefault(vid)) return ProofReply.Types.Verdict.Refused;
        if (!inventory.Nonce.Span.SequenceEqual(NonceOf(vid))) return ProofReply.Types.Verdict.Stale;
        _counters[vid] = inventory.Counter;
        bool isAll = inventory.Reports.All(one => Convert.ToHexStringLower(EcuReport.Parser.ParseFrom(one.Report).Sha256.Span) == Target);
        return isAll ? ProofReply.Types.Verdict.Confirmed : ProofReply.Types.Verdict.Discrepant;
    }

    private byte[] NonceOf(string vid) => _nonces.GetOrAdd(vid, _ => RandomNumberGenerator.GetBytes(16));
}
