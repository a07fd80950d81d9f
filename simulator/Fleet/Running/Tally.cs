namespace Ota.Simulator.Fleet.Running;

/// <summary>Counts what happens in many vehicles at once.</summary>
internal sealed class Tally
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
