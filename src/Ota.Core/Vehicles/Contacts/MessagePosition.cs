using System.Globalization;
using Ota.Core.Telemetry.Batches;

namespace Ota.Core.Vehicles.Contacts;

/// <summary>Where a message stands among all births and inventories of a vehicle, by the vehicle's own count and not by its arrival.</summary>
/// <param name="BootCount">Counts the vehicle's starts.</param>
/// <param name="Boot">The start. Two starts never have one count; should they, the greater id is the later.</param>
/// <param name="Connection">Counts the connections of the start.</param>
/// <param name="Seq">Counts births and inventories of the start.</param>
public readonly record struct MessagePosition(ulong BootCount, BootId Boot, uint Connection, ulong Seq)
{
    /// <summary>Whether it was made after another one.</summary>
    public bool IsAfter(MessagePosition other)
    {
        int starts = CompareStart(other);
        return starts != 0 ? starts > 0 : Seq > other.Seq;
    }

    /// <summary>Compares the connections that two messages belong to.</summary>
    /// <returns>Less than 0 if this one's is the earlier one, 0 if both have the same.</returns>
    public int CompareConnection(MessagePosition other)
    {
        int starts = CompareStart(other);
        return starts != 0 ? starts : Connection.CompareTo(other.Connection);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>The position, or null if the text is none.</returns>
    public static MessagePosition? TryParse(string? text)
    {
        string[] parts = text?.Split(' ') ?? [];
        return parts.Length == 4
            && ulong.TryParse(parts[0], CultureInfo.InvariantCulture, out ulong count)
            && BootId.TryParse(parts[1], out BootId boot)
            && uint.TryParse(parts[2], CultureInfo.InvariantCulture, out uint connection)
            && ulong.TryParse(parts[3], CultureInfo.InvariantCulture, out ulong seq)
                ? new MessagePosition(count, boot, connection, seq)
                : null;
    }

    /// <summary>Its four parts with spaces between them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BootCount} {Boot} {Connection} {Seq}");

    private int CompareStart(MessagePosition other)
    {
        if (BootCount != other.BootCount) return BootCount.CompareTo(other.BootCount);
        return Boot == other.Boot ? 0 : string.CompareOrdinal(Boot.ToString(), other.Boot.ToString());
    }
}
