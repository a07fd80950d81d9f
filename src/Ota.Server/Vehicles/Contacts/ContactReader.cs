using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Reads what vehicles publish below <c>birth</c>, <c>inv</c> and <c>death</c>, with its limits.</summary>
internal static class ContactReader
{
    /// <summary>Room for the largest inventory and what is around it.</summary>
    public const int MaxSize = InventoryVerifier.MaxSize + 1024;

    private const uint Schema = 1;
    private const int DigestSize = 32;

    public static ContactMessage? TryReadBirth(ReadOnlyMemory<byte> payload, out UpReceipt refusal)
    {
        if (TryParse(Birth.Parser, payload, out refusal) is not { } birth || !IsKnown(birth.SchemaVersion, ref refusal)) return null;
        MessagePosition? position = ReadPosition(birth.Position, ref refusal);
        if (position is null || !HasSeq(position.Value, ref refusal) || !FitsInventory(birth.SignedInventory, ref refusal)) return null;
        if (birth.Configuration.Length is not (0 or DigestSize))
        {
            refusal = UpReceipt.Refused("malformed", "configuration is not a SHA-256");
            return null;
        }

        string configuration = Convert.ToHexStringLower(birth.Configuration.Span);
        return new ContactMessage(new ContactEvent.Born(position.Value, birth.CatalogueVersion, configuration), birth.SignedInventory);
    }

    public static ContactMessage? TryReadInventory(ReadOnlyMemory<byte> payload, out UpReceipt refusal) =>
        TryParse(InventoryMessage.Parser, payload, out refusal) is { } message ? TryReadInventory(message, out refusal) : null;

    /// <summary>The same of one that stands in another message.</summary>
    public static ContactMessage? TryReadInventory(InventoryMessage message, out UpReceipt refusal)
    {
        refusal = default;
        if (!IsKnown(message.SchemaVersion, ref refusal)) return null;
        MessagePosition? position = ReadPosition(message.Position, ref refusal);
        if (position is null || !HasSeq(position.Value, ref refusal) || !FitsInventory(message.SignedInventory, ref refusal)) return null;
        if (message.SignedInventory.IsEmpty)
        {
            refusal = UpReceipt.Refused("malformed", "there is no inventory in it");
            return null;
        }

        return new ContactMessage(new ContactEvent.Reported(position.Value), message.SignedInventory);
    }

    public static ContactMessage? TryReadDeath(ReadOnlyMemory<byte> payload, out UpReceipt refusal)
    {
        if (TryParse(Death.Parser, payload, out refusal) is not { } death || !IsKnown(death.SchemaVersion, ref refusal)) return null;
        return ReadPosition(death.Position, ref refusal) is { } position
            ? new ContactMessage(new ContactEvent.Died(position), ByteString.Empty)
            : null;
    }

    private static T? TryParse<T>(MessageParser<T> parser, ReadOnlyMemory<byte> payload, out UpReceipt refusal)
        where T : class, IMessage<T>
    {
        refusal = UpReceipt.Refused("malformed");
        if (payload.Length > MaxSize)
        {
            refusal = UpReceipt.Refused("too_large");
            return null;
        }

        try
        {
            return parser.ParseFrom(payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsKnown(uint schema, ref UpReceipt refusal)
    {
        if (schema == Schema) return true;
        refusal = UpReceipt.Refused("unknown_schema");
        return false;
    }

    private static MessagePosition? ReadPosition(Position? position, ref UpReceipt refusal)
    {
        if (position is not null && BootId.TryRead(position.BootId.Span, out BootId boot) && position is { BootCount: > 0, Connection: > 0 })
            return new MessagePosition(position.BootCount, boot, position.Connection, position.Seq);
        refusal = UpReceipt.Refused("no_identity");
        return null;
    }

    private static bool HasSeq(MessagePosition position, ref UpReceipt refusal)
    {
        if (position.Seq > 0) return true;
        refusal = UpReceipt.Refused("no_identity");
        return false;
    }

    private static bool FitsInventory(ByteString inventory, ref UpReceipt refusal)
    {
        if (inventory.Length <= InventoryVerifier.MaxSize) return true;
        refusal = UpReceipt.Refused("too_large");
        return false;
    }
}
