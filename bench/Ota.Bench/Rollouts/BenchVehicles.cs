using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Google.Protobuf;
using Ota.Bench.Mqtt;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge;
using Ota.Server.Rollouts.Jobs;

namespace Ota.Bench.Rollouts;

/// <summary>
/// Speaks for all vehicles, and hears what the server publishes to them. A hinted vehicle does its whole job at once; so many at a time as
/// the server takes messages.
/// </summary>
internal sealed class BenchVehicles(BenchFleet fleet) : IDownTopics
{
    private const int AtOnce = 512; // As the lane of evidence.
    private const uint Schema = 1;

    private static readonly ByteString Boot = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray());

    private readonly Channel<Vid> _hinted = Channel.CreateUnbounded<Vid>();
    private readonly ConcurrentDictionary<Vid, bool> _atWork = [];
    private readonly AsyncLocal<Answer?> _answer = new();
    private OtaHandler _handler = null!;
    private TimeProvider _time = null!;
    private int _busy;
    private long _signingTicks;

    /// <summary>Vehicles that were told and are not done.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Seconds that vehicles have spent on signing, which the server's cores do here too.</summary>
    public double SigningSeconds => Volatile.Read(ref _signingTicks) / (double)Stopwatch.Frequency;

    /// <summary>Whether vehicles go on to the proof, or stop when they have committed.</summary>
    public bool ProveAtOnce { get; init; } = true;

    /// <summary>Takes the nonce of each vehicle that is to prove, where it does not do so at once.</summary>
    public Action<Vid, Job, ByteString>? WhenCommitted { get; init; }

    /// <summary>What a vehicle failed with, if one did.</summary>
    public Exception? Failure { get; private set; }

    public Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop)
    {
        if (_answer.Value is { } asked)
        {
            asked.Command = OtaCommand.Parser.ParseFrom(payload.Span);
            return Task.CompletedTask;
        }

        Interlocked.Increment(ref _busy);
        _hinted.Writer.TryWrite(vehicle);
        return Task.CompletedTask;
    }

    public void Start(OtaHandler handler, TimeProvider time)
    {
        (_handler, _time) = (handler, time);
        for (int i = 0; i < AtOnce; i++) _ = Task.Run(WorkAsync);
    }

    /// <summary>Hands a message to the server as its lane does.</summary>
    /// <returns>The answer.</returns>
    public async Task<OtaCommand> AskAsync(Vid vehicle, byte[] report)
    {
        Answer answer = new();
        _answer.Value = answer;
        await _handler.TakeAsync(vehicle, report, _time.GetUtcNow(), default);
        return answer.Command ?? throw new BenchException("A message was refused.");
    }

    public byte[] ProofOf(Vid vehicle, Job job, ByteString nonce)
    {
        long start = Stopwatch.GetTimestamp();
        ByteString signed = fleet.Inventory(fleet.NumberOf(vehicle), vehicle, nonce, counter: 10);
        Interlocked.Add(ref _signingTicks, Stopwatch.GetTimestamp() - start);
        InventoryMessage inventory = new()
        {
            SchemaVersion = Schema,
            Position = new Position { BootId = Boot, BootCount = 1, Connection = 1, Seq = 1 },
            SignedInventory = signed,
        };
        return New(new OtaReport { Proof = new ProofMessage { Rollout = job.Rollout, Offer = job.Offer, Inventory = inventory } });
    }

    private async Task WorkAsync()
    {
        await foreach (Vid vehicle in _hinted.Reader.ReadAllAsync())
        {
            // What is hinted while it is at work it learns from its answers.
            if (_atWork.TryAdd(vehicle, true))
            {
                try
                {
                    await InstallAsync(vehicle);
                }
                catch (Exception e) // Whatever it is ends the measurement.
                {
                    Failure = e;
                }

                _atWork.TryRemove(vehicle, out _);
            }

            Interlocked.Decrement(ref _busy);
        }
    }

    // As a vehicle does whose download took no longer than its contact: reports are levels, and the last one says all.
    private async Task InstallAsync(Vid vehicle)
    {
        OtaCommand told = await AskAsync(vehicle, New(new OtaReport { JobRequest = new JobRequest() }));
        if (told.Job is not { WantsProof: false } job) return; // Hinted once more after it was done.
        await AskAsync(vehicle, Status(job, JobState.Verified, 1));
        OtaCommand start = await AskAsync(vehicle, New(new OtaReport { StartRequest = new StartRequest { Rollout = job.Rollout, Offer = job.Offer, Attempt = 1 } }));
        if (start.StartReply is not { Go: true }) throw new BenchException($"A vehicle may not begin: {start.StartReply?.Reason}.");
        StatusReply reply = (await AskAsync(vehicle, Status(job, JobState.Committed, 2))).StatusReply;
        if (!reply.WantsProof) throw new BenchException("Nobody wants a vehicle's proof.");
        if (!ProveAtOnce)
        {
            WhenCommitted?.Invoke(vehicle, job, reply.Nonce);
            return;
        }

        OtaCommand proven = await AskAsync(vehicle, ProofOf(vehicle, job, reply.Nonce));
        if (proven.ProofReply?.Verdict != ProofReply.Types.Verdict.Confirmed) throw new BenchException($"A proof ended as {proven.ProofReply?.Verdict}.");
    }

    private static byte[] Status(Job job, JobState state, ulong seq) => New(new OtaReport
    {
        Status = new JobStatus { Rollout = job.Rollout, Offer = job.Offer, Attempt = 1, Seq = seq, State = state },
    });

    private static byte[] New(OtaReport report)
    {
        (report.SchemaVersion, report.RequestId) = (Schema, 7);
        return report.ToByteArray();
    }

    private sealed class Answer
    {
        public OtaCommand? Command { get; set; }
    }
}
