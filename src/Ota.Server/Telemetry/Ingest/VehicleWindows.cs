using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Makes the windows of vehicles, and counts what all of them skip.</summary>
internal sealed class VehicleWindows : ISequenceWindows
{
    private long _skipped;
    private bool _counts;

    /// <summary>Numbers that a later message skipped since the start; they may still come.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    public ISequenceWindow Create() => new VehicleWindow(this);

    public ISequenceWindow Read(ReadOnlySpan<byte> written) => VehicleWindow.Read(this, written);

    /// <summary>From now on; before, a start repeats what was counted in its time.</summary>
    public void BeginCounting() => Volatile.Write(ref _counts, true);

    public void Skip(ulong numbers)
    {
        if (Volatile.Read(ref _counts)) Interlocked.Add(ref _skipped, (long)numbers);
    }
}
