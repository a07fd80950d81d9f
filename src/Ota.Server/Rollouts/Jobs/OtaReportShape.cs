using Ota.Payloads.V1;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>
/// Counts what repeats in a report before anything is made of it: half a megabyte of empty messages of two bytes each would become some
/// ten times of it in memory.
/// </summary>
internal static class OtaReportShape
{
    private const int LengthPrefixed = 2;

    public static bool IsWithinLimits(ReadOnlySpan<byte> report)
    {
        int ecus = 0;
        int conditions = 0;
        while (TryNext(ref report, out int field, out ReadOnlySpan<byte> status))
        {
            if (field != OtaReport.StatusFieldNumber) continue; // If there are several, their lists become one.
            while (TryNext(ref status, out int inner, out _))
            {
                if (inner == JobStatus.EcusFieldNumber) ecus++;
                if (inner == JobStatus.ConditionsFieldNumber) conditions++;
            }

            if (!status.IsEmpty) return false;
        }

        return report.IsEmpty && ecus <= OtaLimits.Ecus && conditions <= OtaLimits.Conditions;
    }

    /// <summary>Takes one field of protobuf's wire format off the front. The content of a number is left out.</summary>
    private static bool TryNext(ref ReadOnlySpan<byte> rest, out int field, out ReadOnlySpan<byte> content)
    {
        content = default;
        ReadOnlySpan<byte> at = rest;
        bool isField = TryNumber(ref at, out ulong tag) && tag is >= 8 and <= uint.MaxValue;
        field = (int)(tag >> 3);
        if (!isField) return false;
        ulong length = (tag & 7) switch { 1 => sizeof(ulong), 5 => sizeof(uint), _ => 0 };
        bool isWhole = (tag & 7) switch
        {
            0 => TryNumber(ref at, out _),
            LengthPrefixed => TryNumber(ref at, out length),
            1 or 5 => true,
            _ => false, // Groups are long gone.
        };
        if (!isWhole || length > (ulong)at.Length) return false;
        if ((tag & 7) == LengthPrefixed) content = at[..(int)length];
        rest = at[(int)length..];
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return true;
        }

        return false;
    }
}
