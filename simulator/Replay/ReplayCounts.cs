namespace Ota.Simulator.Replay;

/// <summary>What a run did; counted by all vehicles at once.</summary>
internal sealed class ReplayCounts
{
    private long _batches;
    private long _publishes;
    private long _acknowledged;
    private long _readings;
    private long _cuts;

    /// <summary>Different batches.</summary>
    public long Batches => _batches;

    /// <summary>Publishes, repeats included.</summary>
    public long Publishes => _publishes;

    /// <summary>Different batches that were acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Readings in acknowledged batches.</summary>
    public long Readings => Interlocked.Read(ref _readings);

    /// <summary>Connections cut and stretches without network.</summary>
    public long Cuts => _cuts;

    public void AddPublish(bool isRepeat)
    {
        Interlocked.Increment(ref _publishes);
        if (!isRepeat) Interlocked.Increment(ref _batches);
    }

    public void AddAcknowledged(int readings)
    {
        Interlocked.Increment(ref _acknowledged);
        Interlocked.Add(ref _readings, readings);
    }

    public void AddCut() => Interlocked.Increment(ref _cuts);
}
