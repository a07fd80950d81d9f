using System.Text;

namespace Ota.Mqtt;

/// <summary>The checked properties of one packet of the rare kinds, copied out of the input.</summary>
internal sealed class PropertyValues
{
    public static readonly PropertyValues None = new(default);

    private readonly PropertySummary _summary;
    private readonly uint[] _numbers = new uint[64];
    private readonly object?[] _contents = new object?[64];

    private PropertyValues(PropertySummary summary) => _summary = summary;

    public IReadOnlyList<UserProperty> UserProperties { get; private set; } = [];

    public IReadOnlyList<uint> SubscriptionIdentifiers { get; private set; } = [];

    /// <summary>Reads a length and the block behind it.</summary>
    public static PropertyValues Read(ref WireReader reader, MqttPacketType owner, MqttReaderLimits limits)
    {
        ReadOnlySpan<byte> block = reader.ReadPropertyBlock();
        return block.IsEmpty ? None : Copy(block, PropertyRules.Check(block, owner, limits));
    }

    public static PropertyValues Copy(ReadOnlySpan<byte> block, PropertySummary summary)
    {
        PropertyValues values = new(summary);
        List<UserProperty> userProperties = [];
        List<uint> subscriptionIdentifiers = [];
        foreach (MqttProperty property in new MqttPropertyReader(block))
        {
            int index = (int)property.Id;
            switch (PropertyRules.FormOf((byte)property.Id))
            {
                case PropertyForm.Variable:
                    subscriptionIdentifiers.Add(property.Number);
                    break;
                case PropertyForm.TextPair:
                    userProperties.Add(new(Encoding.UTF8.GetString(property.Name), Encoding.UTF8.GetString(property.Value)));
                    break;
                case PropertyForm.Text:
                    values._contents[index] = Encoding.UTF8.GetString(property.Value);
                    break;
                case PropertyForm.Binary:
                    values._contents[index] = property.Value.ToArray();
                    break;
                default:
                    values._numbers[index] = property.Number;
                    break;
            }
        }
        values.UserProperties = userProperties.Count == 0 ? [] : userProperties;
        values.SubscriptionIdentifiers = subscriptionIdentifiers.Count == 0 ? [] : subscriptionIdentifiers;
        return values;
    }

    public bool Has(MqttPropertyId id) => _summary.Has(id);

    public uint? Number(MqttPropertyId id) => Has(id) ? _numbers[(int)id] : null;

    public ushort? Short(MqttPropertyId id) => (ushort?)Number(id);

    public bool? Flag(MqttPropertyId id) => Has(id) ? _numbers[(int)id] != 0 : null;

    public string? Text(MqttPropertyId id) => (string?)_contents[(int)id];

    public byte[]? Binary(MqttPropertyId id) => (byte[]?)_contents[(int)id];
}
