namespace Ota.Core.Telemetry.Chunks;

/// <summary>Numbers near zero, of either sign, as small unsigned ones.</summary>
internal static class ZigZag
{
    public static ulong Encode(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Decode(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
