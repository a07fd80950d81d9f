using Ota.Core.Vehicles.Inventories;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>What became of a message and of the inventory in it, when both are durable.</summary>
/// <param name="Receipt">Of the message.</param>
internal sealed record ContactAnswer(UpReceipt Receipt)
{
    /// <summary>SHA-256 of the inventory, lower-case hexadecimal; empty if there is none.</summary>
    public string Digest { get; init; } = "";

    /// <summary>What the inventory shows, if it was verified now and counts; also one that was only late.</summary>
    public InventoryVerdict.Proven? Proven { get; init; }

    /// <summary>Whether it is an alarm.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether that alarm is in the vehicle's history: not what it repeats, and some a day at most.</summary>
    public bool IsAlarmNoted { get; init; }

    /// <summary>Whether it is the latest proven one, shown again; nothing was verified for that.</summary>
    public bool IsRepeated { get; init; }

    /// <param name="write">What was written.</param>
    public static ContactAnswer Of(ContactWrite write) => new(UpReceipt.Stored)
    {
        Digest = write.Inventory?.Digest ?? "",
        Proven = write.Problems.Count == 0 ? write.Inventory?.Verdict as InventoryVerdict.Proven : null,
        IsRefused = write.Problems.Count > 0,
        IsAlarmNoted = write.IsAlarmNoted,
        IsRepeated = write.Inventory is { Verdict: null },
    };
}
