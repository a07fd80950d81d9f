using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
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
/// A broker, an Image repository, and the answers that a backend gives to one rollout, in a few lines: real metadata, real permits, manifests verified as the real
/// one verifies them. It keeps only what the vehicles said last.
/// </summary>
internal sealed class FakeBackend : IAsyncDisposable
{
    public const string Rollout = "0123456789ab";

    private const int MostAttempts = 2;
    private const int ImageBytes = 200_000;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> _register;
    private readonly LocalSigner _signer;
    private readonly FakeBundle _bundle;
    private readonly byte[] _root;
    private readonly ConcurrentDictionary<string, OtaCommand> _held = new();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, byte[]>> _director = new();
    private readonly WebApplication _broker;
    private readonly MqttClient _client;
    private readonly ConcurrentDictionary<string, byte[]> _nonces = new();
    private readonly ConcurrentDictionary<string, ulong> _counters = new();
    private Task _answering = Task.CompletedTask;

    private FakeBackend(
        IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register, LocalSigner signer, FakeBundle bundle, WebApplication broker, int port, int webPort)
    {
        (_register, _signer, _bundle, _broker, Port, WebPort) = (register, signer, bundle, broker, port, webPort);
        _root = FakeBundle.RootOf(signer);
        _client = new MqttClient(new MqttClientOptions { Port = port, ClientId = "backend" });
    }

    public int Port { get; }

    /// <summary>Where the Image repository is, over plain HTTP.</summary>
    public int WebPort { get; }

    /// <summary>The root of both repositories.</summary>
    public byte[] Root => _root;

    /// <summary>Whether nothing may begin.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether a verdict is only told with the next word that there is no job, as by a backend that was away in between.</summary>
    public bool HoldsVerdicts { get; set; }

    /// <summary>The greatest position of each vehicle's reports, and the state in it.</summary>
    public ConcurrentDictionary<string, (ulong Position, JobState State)> Said { get; } = new();

    /// <summary>The last verdict about each vehicle.</summary>
    public ConcurrentDictionary<string, ProofReply.Types.Verdict> Verdicts { get; } = new();

    public static async Task<FakeBackend> StartAsync(IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> register)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttBroker(new MqttBrokerOptions());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, 0), endpoint => endpoint.UseMqtt());
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication broker = builder.Build();
        LocalSigner signer = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        FakeBundle bundle = new(signer, ImageBytes);
        broker.MapGet("/repo/{**file}", (string file) =>
            bundle.Find(file) is { } found ? Results.File(found, "application/octet-stream", enableRangeProcessing: true) : Results.NotFound());
        FakeBackend? backend = null;
        broker.MapGet("/director/{vid}/{file}", (string vid, string file) =>
            backend!.DirectorOf(vid).GetValueOrDefault(file) is { } found ? Results.File(found, "application/json") : Results.NotFound());
        await broker.StartAsync();
        int[] ports = [.. broker.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(one => new Uri(one).Port)];
        backend = new FakeBackend(register, signer, bundle, broker, ports[0], ports[1]);
        await backend._client.ConnectAsync();
        await backend._client.SubscribeAsync("v1/+/up/ota", MqttQos.AtLeastOnce);
        backend._answering = backend.AnswerAsync();
        return backend;
    }

    /// <summary>Whether all ECUs run what they shall; images are SHA-256 by serial number.</summary>
    public bool IsTarget(string vid, IReadOnlyDictionary<string, string> images) =>
        _register[vid].All(ecu => images.GetValueOrDefault(ecu.Serial.Value) == ImageFor(ecu).Hashes.Sha256);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _answering;
        await _broker.StopAsync();
        await _broker.DisposeAsync();
        _signer.Dispose();
    }

    private async Task AnswerAsync()
    {
        await foreach (MqttReceivedMessage message in _client.ReadMessagesAsync())
        {
            string vid = message.Topic.Split('/')[1];
            OtaReport report = OtaReport.Parser.ParseFrom(message.Payload.Span);
            OtaCommand answer = Answer(vid, report);
            if (HoldsVerdicts && answer.ProofReply is not null) _held[vid] = answer;
            else if (answer.Job is not null && _held.TryRemove(vid, out OtaCommand? held))
                await Task.WhenAll(TellAsync(vid, report, held), TellAsync(vid, report, new OtaCommand { NoJob = new NoJob() }));
            else await TellAsync(vid, report, answer);
            await message.AcknowledgeAsync();
        }
    }

    private async Task TellAsync(string vid, OtaReport report, OtaCommand command)
    {
        (command.SchemaVersion, command.RequestId, command.ServerMs) = (1, report.RequestId, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await _client.PublishAsync($"v1/{vid}/down/ota", command.ToByteArray(), MqttQos.AtLeastOnce);
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
            Bundle = _bundle.Digest,
            ManifestPath = _bundle.ManifestPath.Value,
            Nonce = ByteString.CopyFrom(NonceOf(vid)),
            IsStopped = IsStopped,
        };
        if (request.Rollout == Rollout) return job;
        job.Director.Add(DirectorOf(vid).Select(file => new MetadataFile { Name = file.Key, Content = ByteString.CopyFrom(file.Value) }));
        return job;
    }

    // Made once: the same version is the same file.
    private IReadOnlyDictionary<string, byte[]> DirectorOf(string vid) => _director.GetOrAdd(vid, _ =>
    {
        DirectorContent content = new(Vid.TryParse(vid)!.Value, 1, [.. _register[vid].Select(ImageFor)]);
        DirectorFiles files = DirectorWriter.Write(
            new DirectorPlan(1, true, true), null, content, new DirectorSigners(_signer, _signer, _signer), TimeProvider.System.GetUtcNow());
        return new Dictionary<string, byte[]>
        {
            ["1.root.json"] = _root,
            ["timestamp.json"] = files.Timestamp.Bytes.ToArray(),
            ["1.snapshot.json"] = files.Snapshot.Bytes.ToArray(),
            ["1.targets.json"] = files.Targets.Bytes.ToArray(),
        };
    });

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
            Bundle = ByteString.CopyFrom(Convert.FromHexString(_bundle.Digest)),
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
        EcuReport[] reports = [.. inventory.Reports.Select(one => EcuReport.Parser.ParseFrom(one.Report))];
        return IsTarget(vid, reports.ToDictionary(one => one.Serial, one => Convert.ToHexStringLower(one.Sha256.Span)))
            ? ProofReply.Types.Verdict.Confirmed
            : ProofReply.Types.Verdict.Discrepant;
    }

    private DirectorImage ImageFor(RegisteredEcu ecu)
    {
        (TargetPath path, long length, FileHashes hashes) = _bundle.ImageFor(ecu.Hardware.Value);
        return new DirectorImage(ecu.Serial, ecu.Hardware, path, length, hashes, 2);
    }

    private byte[] NonceOf(string vid) => _nonces.GetOrAdd(vid, _ => RandomNumberGenerator.GetBytes(16));
}
