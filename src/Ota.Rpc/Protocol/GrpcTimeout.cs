using System.Globalization;

namespace Grpc.Protocol;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit (PROTOCOL-HTTP2, "Requests").</summary>
internal static class GrpcTimeout
{
    private const long MaxDigits = 99_999_999;

    private static readonly (char Name, long Ticks)[] Units =
    [
        ('m', TimeSpan.TicksPerMillisecond), ('S', TimeSpan.TicksPerSecond), ('M', TimeSpan.TicksPerMinute), ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>Writes a timeout in the finest unit that fits, rounded up: a peer must not give up before the caller does.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
            return "1n"; // Already over. The peer still learns of it in the protocol's own terms.
        long micros = Ceiling(timeout.Ticks, TimeSpan.TicksPerMicrosecond);
        if (micros <= MaxDigits)
            return micros.ToString(CultureInfo.InvariantCulture) + "u";
        foreach ((char name, long ticks) in Units)
        {
            long count = Ceiling(timeout.Ticks, ticks);
            if (count <= MaxDigits)
                return count.ToString(CultureInfo.InvariantCulture) + name;
        }
        return MaxDigits.ToString(CultureInfo.InvariantCulture) + "H";
    }

    /// <summary>Reads a timeout; false when it is malformed. One beyond what a TimeSpan holds is <see cref="TimeSpan.MaxValue"/>.</summary>
    public static bool TryParse(string value, out TimeSpan timeout)
    {
        timeout = default;
        if (value.Length is < 2 or > 9 || !long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            return false;
        switch (value[^1])
        {
            case 'n':
                timeout = TimeSpan.FromTicks(Ceiling(count, 100));
                return true;
            case 'u':
                timeout = TimeSpan.FromTicks(count * TimeSpan.TicksPerMicrosecond);
                return true;
            default:
                foreach ((char name, long ticks) in Units)
                {
                    if (name == value[^1])
                    {
                        timeout = TimeSpan.FromTicks(Math.Min(count, TimeSpan.MaxValue.Ticks / ticks) * ticks);
                        return true;
                    }
                }
                return false;
        }
    }

    private static long Ceiling(long value, long unit) => (value / unit) + (value % unit == 0 ? 0 : 1);
}
