using System.Text;
using Ota.Core.Telemetry.Batches;

namespace Ota.Core.Vehicles.Inventories;

/// <summary>
/// Reads the messages of proto/vehicle/v1/inventory.proto that are signed or carry signatures. Inside of what is signed, fields of later
/// versions are passed over; around it, where nothing protects them, there are only the known ones, each once.
/// </summary>
internal static class InventoryReader
{
    public static SignedPart? TryReadSigned(ReadOnlyMemory<byte> bytes)
    {
        Fields fields = new(bytes, isSigned: false);
        if (!fields.TryRead(InventoryFields.Content, InventoryFields.Signature)) return null;
        WireSignature? signature = null;
        if (fields.Bytes(InventoryFields.Signature) is { Length: > 0 } written && (signature = TryReadSignature(written)) is null) return null;
        ReadOnlyMemory<byte> content = fields.Bytes(InventoryFields.Content);
        return content.IsEmpty ? null : new SignedPart(content, signature);
    }

    public static ReadInventory? TryReadInventory(ReadOnlyMemory<byte> bytes)
    {
        Fields fields = new(bytes, isSigned: true);
        if (!fields.TryRead(InventoryFields.Vid, InventoryFields.Reports)) return null;
        List<SignedPart> reports = [];
        foreach (ReadOnlyMemory<byte> written in fields.Repeated)
        {
            if (reports.Count == Ecu.MaxPerVehicle || TryReadSigned(written) is not { } report) return null;
            reports.Add(report);
        }

        ulong counter = fields.Number(InventoryFields.Counter);
        ReadOnlyMemory<byte> nonce = fields.Bytes(InventoryFields.InventoryNonce);
        return counter is 0 or > long.MaxValue || nonce.Length > InventoryFields.MaxNonce
            ? null
            : new ReadInventory(fields.Bytes(InventoryFields.Vid), counter, nonce, reports);
    }

    public static ReadReport? TryReadReport(ReadOnlyMemory<byte> bytes)
    {
        Fields fields = new(bytes, isSigned: true);
        if (!fields.TryRead(InventoryFields.Vid, InventoryFields.ReportNonce)) return null;
        EcuSerial? serial = EcuSerial.TryParse(fields.Text(InventoryFields.Serial));
        HardwareId? hardware = HardwareId.TryParse(fields.Text(InventoryFields.Hardware));
        ulong length = fields.Number(InventoryFields.Length);
        if (serial is null || hardware is null || length > long.MaxValue) return null;
        if (fields.Number(InventoryFields.Role) is not ((ulong)EcuRole.Primary or (ulong)EcuRole.Secondary)) return null;
        if (fields.Bytes(InventoryFields.ReportNonce).Length > InventoryFields.MaxNonce || TryReadImage(fields) is not { } image) return null;
        return new ReadReport(
            fields.Bytes(InventoryFields.Vid), serial, hardware, (EcuRole)fields.Number(InventoryFields.Role), image, (long)length);
    }

    private static SoftwareImage? TryReadImage(Fields fields)
    {
        string? name = fields.Text(InventoryFields.Image);
        string? version = fields.Text(InventoryFields.Version);
        ReadOnlyMemory<byte> digest = fields.Bytes(InventoryFields.Digest);
        if (!Token.IsValid(name, SoftwareImage.MaxNameLength) || digest.Length != InventoryFields.DigestSize) return null;
        if (version is null || (version.Length > 0 && !Token.IsValid(version, Token.MaxLength))) return null;
        return new SoftwareImage(name!, version, Convert.ToHexStringLower(digest.Span));
    }

    private static WireSignature? TryReadSignature(ReadOnlyMemory<byte> bytes)
    {
        Fields fields = new(bytes, isSigned: false);
        if (!fields.TryRead(InventoryFields.KeyId, InventoryFields.PublicKey)) return null;
        WireSignature signature = new(
            fields.Bytes(InventoryFields.KeyId), fields.Bytes(InventoryFields.Value), fields.Bytes(InventoryFields.PublicKey));
        return signature.KeyId.Length == InventoryFields.DigestSize && !signature.Value.IsEmpty ? signature : null;
    }

    /// <summary>The fields of one message, each once but the reports.</summary>
    private sealed class Fields(ReadOnlyMemory<byte> message, bool isSigned)
    {
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        private readonly Dictionary<int, ReadOnlyMemory<byte>> _bytes = [];
        private readonly Dictionary<int, ulong> _numbers = [];

        public List<ReadOnlyMemory<byte>> Repeated { get; } = [];

        /// <summary>The known fields are those from the first to the last.</summary>
        public bool TryRead(int first, int last)
        {
            WireFormat wire = new(message.Span);
            while (!wire.IsAtEnd)
            {
                if (!wire.TryReadTag(out int field, out int type)) return false;
                if (field < first || field > last)
                {
                    if (!isSigned || !wire.TrySkip(type)) return false;
                }
                else if (!TryTake(ref wire, field, type, isReports: last == InventoryFields.Reports))
                {
                    return false;
                }
            }

            return true;
        }

        public ReadOnlyMemory<byte> Bytes(int field) => _bytes.GetValueOrDefault(field);

        public ulong Number(int field) => _numbers.GetValueOrDefault(field);

        public string? Text(int field)
        {
            try
            {
                return Strict.GetString(Bytes(field).Span);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }

        private bool TryTake(ref WireFormat wire, int field, int type, bool isReports)
        {
            if (type == WireFormat.Varint) return wire.TryReadVarint(out ulong number) && _numbers.TryAdd(field, number) && !_bytes.ContainsKey(field);
            if (type != WireFormat.Bytes || !wire.TryReadBytes(out ReadOnlySpan<byte> span)) return false;
            ReadOnlyMemory<byte> bytes = message.Slice(wire.Position(message.Length) - span.Length, span.Length);
            if (isReports && field == InventoryFields.Reports)
            {
                Repeated.Add(bytes);
                return Repeated.Count <= Ecu.MaxPerVehicle;
            }

            return _bytes.TryAdd(field, bytes) && !_numbers.ContainsKey(field);
        }
    }
}
