using System.Security.Cryptography;
using System.Text;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Simulator.Trips;

namespace Ota.Simulator.Replay;

/// <summary>
/// Everything one virtual vehicle will do, drawn from a seed: the same seed gives the same bytes in the same order, whatever the
/// network does. Live batches count in stream 1, what was buffered without network in stream 2.
/// </summary>
internal sealed class VehiclePlan
{
    private const uint Live = 1;
    private const uint Buffered = 2;
    private readonly RecordedTrip _trip;
    private readonly FaultRates _faults;
    private readonly long _delayMs;
    private readonly long _startMs;
    private readonly int _chance;
    private readonly BatchBuilder _builder = new(SeedCatalogue.Catalogue);

    /// <param name="vid">The vehicle's id.</param>
    /// <param name="seed">The run's seed; together with the vid it gives the vehicle its own chance.</param>
    /// <param name="trip">What it drives.</param>
    /// <param name="delayMs">When it starts, after the run.</param>
    /// <param name="startMs">The time at the beginning of the run, Unix milliseconds.</param>
    /// <param name="faults">What goes wrong.</param>
    public VehiclePlan(string vid, int seed, RecordedTrip trip, long delayMs, long startMs, FaultRates faults)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {vid}"));
        BootId = BootId.TryRead(hash.AsSpan(0, BootId.Size), out BootId boot) ? boot : throw new InvalidOperationException("A hash is not zero.");
        _chance = BitConverter.ToInt32(hash, BootId.Size);
        Vid = vid;
        _trip = trip;
        _delayMs = delayMs;
        _startMs = startMs;
        _faults = faults;
    }

    public string Vid { get; }

    public BootId BootId { get; }

    /// <summary>When the vehicle's last batch is complete, in simulated milliseconds since the run began.</summary>
    public long EndMs => _delayMs + _trip.Batches[^1].EndMs;

    public IEnumerable<VehicleStep> Steps()
    {
        Random random = new(_chance);
        ClockFault clock = random.NextDouble() < _faults.Skew ? ClockFault.Draw(random, _startMs) : ClockFault.None;
        ulong live = 0;
        ulong buffered = 0;
        int offline = 0;
        List<TripBatch> buffer = [];
        VehicleStep.Publish? overtaken = null;
        foreach (TripBatch batch in _trip.Batches)
        {
            long at = _delayMs + batch.EndMs;
            if (offline == 0 && random.NextDouble() < _faults.Offline)
            {
                offline = random.Next(1, 12);
                yield return new VehicleStep.GoOffline(at);
            }

            if (offline > 0)
            {
                buffer.Add(batch);
                if (--offline > 0) continue;
                yield return new VehicleStep.GoOnline(at);
                foreach (TripBatch old in buffer) yield return Make(old, at, Buffered, ++buffered, clock);
                buffer.Clear();
                continue;
            }

            VehicleStep.Publish publish = Make(batch, at, Live, ++live, clock);
            if (overtaken is null && random.NextDouble() < _faults.Reorders)
            {
                overtaken = publish;
                continue;
            }

            yield return publish;
            if (overtaken is not null) yield return overtaken with { AtMs = at };
            overtaken = null;
            if (random.NextDouble() < _faults.Duplicates) yield return publish with { IsRepeat = true };
            if (random.NextDouble() < _faults.Disconnects) yield return new VehicleStep.Cut(at);
        }

        if (overtaken is not null) yield return overtaken with { AtMs = EndMs };
        if (buffer.Count == 0) yield break;
        yield return new VehicleStep.GoOnline(EndMs);
        foreach (TripBatch old in buffer) yield return Make(old, EndMs, Buffered, ++buffered, clock);
    }

    private VehicleStep.Publish Make(TripBatch batch, long at, uint stream, ulong seq, ClockFault clock)
    {
        BatchHeader header = new()
        {
            BootId = BootId,
            Stream = stream,
            Seq = seq,
            CaptureMs = clock.Show(_startMs + _delayMs + batch.StartMs),
            MonotonicMs = (ulong)(batch.StartMs + 1),
            SentMs = clock.Show(_startMs + at),
            ClockQuality = clock.Quality,
            Historical = stream == Buffered,
        };
        return new VehicleStep.Publish(at, stream, seq, _builder.Join(header, batch.Columns), batch.Columns.Readings, IsRepeat: false);
    }
}
