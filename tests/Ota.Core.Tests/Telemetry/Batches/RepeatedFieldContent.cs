using Google.Protobuf.Collections;

namespace Ota.Core.Tests.Telemetry.Batches;

internal static class RepeatedFieldContent
{
    public static void SwapFor<T>(this RepeatedField<T> field, params T[] values)
    {
        field.Clear();
        field.AddRange(values);
    }
}
