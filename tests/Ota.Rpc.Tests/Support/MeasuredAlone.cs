namespace Ota.Rpc.Tests.Support;

/// <summary>Tests that measure the heap of the process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
#pragma warning disable CA1515, CA1711 // xunit finds collections by public types.
public sealed class MeasuredAlone
#pragma warning restore CA1515, CA1711
{
    internal static long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
