namespace Ota.Conformance.Wire;

/// <summary>The properties of a received packet, in the order of the wire.</summary>
public sealed class ReceivedProperties
{
    private readonly List<(PropertyId Id, object Value)> _all = [];

    public IReadOnlyList<PropertyId> Ids => [.. _all.Select(property => property.Id)];

    public IReadOnlyList<(string Name, string Value)> User => [.. All(PropertyId.UserProperty).Cast<(string, string)>()];

    public IReadOnlyList<uint> SubscriptionIds => [.. All(PropertyId.SubscriptionId).Cast<uint>()];

    public static ReceivedProperties Read(FieldReader fields)
    {
        ReceivedProperties properties = new();
        FieldReader part = fields.Part(fields.VarInt());
        while (part.Left > 0)
        {
            PropertyId id = (PropertyId)part.VarInt();
            properties._all.Add((id, Value(part, id)));
        }

        return properties;
    }

    public uint? Number(PropertyId id) => All(id).Cast<uint?>().SingleOrDefault();

    public string? Text(PropertyId id) => All(id).Cast<string>().SingleOrDefault();

    public byte[]? Data(PropertyId id) => All(id).Cast<byte[]>().SingleOrDefault();

    private IEnumerable<object> All(PropertyId id) => _all.Where(property => property.Id == id).Select(property => property.Value);

    private static object Value(FieldReader part, PropertyId id) => (int)id switch
    {
        0x01 or 0x17 or 0x19 or 0x24 or 0x25 or 0x28 or 0x29 or 0x2A => (uint)part.Byte(),
        0x13 or 0x21 or 0x22 or 0x23 => (uint)part.Two(),
        0x02 or 0x11 or 0x18 or 0x27 => part.Four(),
        0x0B => part.VarInt(),
        0x03 or 0x08 or 0x12 or 0x15 or 0x1A or 0x1C or 0x1F => part.Text(),
        0x09 or 0x16 => part.Binary(),
        0x26 => (part.Text(), part.Text()),
        _ => throw new BrokerDeviationException($"Property {(int)id:X2} does not exist."),
    };
}
