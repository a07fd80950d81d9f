namespace Ota.Core.Telemetry.Batches;

/// <summary>Decodes packed varints in one pass, and sums up what travels as differences in another: short loops over spans.</summary>
internal static class Packed
{
    /// <summary>Decodes packed <c>sint64</c>.</summary>
    /// <param name="bytes">The field.</param>
    /// <param name="destination">As many places as there are bytes.</param>
    /// <returns>How many; -1 if the bytes are no varints.</returns>
    public static int Unfold(ReadOnlySpan<byte> bytes, Span<long> destination)
    {
        int count = Decode(bytes, destination);
        for (int i = 0; i < count; i++) destination[i] = WireFormat.Unfold((ulong)destination[i]);
        return count;
    }

    /// <summary>Decodes packed unsigned integers; see <see cref="Unfold"/>.</summary>
    public static int Decode(ReadOnlySpan<byte> bytes, Span<long> destination)
    {
        int count = 0;
        int at = 0;
        while (at < bytes.Length)
        {
            ulong value = bytes[at++];
            if (value >= 0x80)
            {
                value &= 0x7F;
                for (int shift = 7; ; shift += 7)
                {
                    if (at == bytes.Length || shift > 63) return -1;
                    ulong next = bytes[at++];
                    if (shift == 63 && next > 1) return -1;
                    value |= (next & 0x7F) << shift;
                    if (next < 0x80) break;
                }
            }

            destination[count++] = (long)value;
        }

        return count;
    }

    /// <summary>Turns differences into values.</summary>
    /// <returns>False if a sum does not fit 64 bits.</returns>
    public static bool TrySum(Span<long> values)
    {
        long sum = 0;
        long overflow = 0;
        for (int i = 0; i < values.Length; i++)
        {
            long next = sum + values[i];
            overflow |= (sum ^ next) & (values[i] ^ next);
            sum = next;
            values[i] = sum;
        }

        return overflow >= 0;
    }

    /// <summary>Turns a first offset and changes of the step into times, all within a span around a start.</summary>
    /// <returns>False if one is not.</returns>
    public static bool TrySumTimes(Span<long> times, long start, long span)
    {
        long time = start;
        long step = 0;
        bool within = true;
        for (int i = 0; i < times.Length; i++)
        {
            // The first step is the offset itself and no habit: the second one is given whole.
            step = i <= 1 ? times[i] : unchecked(step + times[i]);
            time = unchecked(time + step);
            within &= unchecked((ulong)(time - start + span)) <= 2 * (ulong)span;
            times[i] = time;
        }

        return within;
    }

    /// <summary>The smallest and largest of at least one value.</summary>
    public static (long Minimum, long Maximum) RangeOf(ReadOnlySpan<long> values)
    {
        long minimum = values[0];
        long maximum = values[0];
        foreach (long value in values)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return (minimum, maximum);
    }
}
