namespace Ota.Mqtt;

/// <summary>
/// Goes through an encoded property block, for use in <c>foreach</c>. A block that <see cref="MqttReader"/> has delivered is
/// already checked, so going through it does not throw; over other bytes it throws <see cref="MqttProtocolException"/> for
/// a property that is unknown or cut off, and does not check the values.
/// </summary>
/// <param name="block">The properties without the length in front.</param>
public ref struct MqttPropertyReader(ReadOnlySpan<byte> block)
{
    private ReadOnlySpan<byte> _rest = block;

    /// <summary>The property that the last <see cref="MoveNext"/> found.</summary>
    public MqttProperty Current { get; private set; }

    /// <summary>This reader, from where it is.</summary>
    public readonly MqttPropertyReader GetEnumerator() => this;

    /// <summary>Goes to the next property; false at the end.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        ReadOnlySpan<byte> start = _rest;
        WireReader reader = new(start);
        byte id = reader.ReadByte(); // A variable byte integer by 2.2.2.2, but no identifier needs a second byte.
        uint number = 0;
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> value = default;
        switch (PropertyRules.FormOf(id))
        {
            case PropertyForm.Byte:
                number = reader.ReadByte();
                break;
            case PropertyForm.UInt16:
                number = reader.ReadUInt16();
                break;
            case PropertyForm.UInt32:
                number = reader.ReadUInt32();
                break;
            case PropertyForm.Variable:
                number = (uint)reader.ReadVariable();
                break;
            case PropertyForm.Text or PropertyForm.Binary:
                value = reader.ReadPrefixed();
                break;
            case PropertyForm.TextPair:
                name = reader.ReadPrefixed();
                value = reader.ReadPrefixed();
                break;
            default:
                Refuse.Malformed("A property identifier is unknown (2.2.2.2).");
                break;
        }
        int size = start.Length - reader.Remaining;
        Current = new MqttProperty((MqttPropertyId)id, number, name, value, start[..size]);
        _rest = start[size..];
        return true;
    }
}
