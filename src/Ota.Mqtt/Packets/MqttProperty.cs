namespace Ota.Mqtt;

/// <summary>One property of a packet, as it lies in the input; valid only as long as the input is.</summary>
public readonly ref struct MqttProperty
{
    internal MqttProperty(MqttPropertyId id, uint number, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> encoded)
    {
        Id = id;
        Number = number;
        Name = name;
        Value = value;
        Encoded = encoded;
    }

    /// <summary>Which property it is.</summary>
    public MqttPropertyId Id { get; }

    /// <summary>The value of a byte, two-byte, four-byte or variable byte property, otherwise 0.</summary>
    public uint Number { get; }

    /// <summary>The name of a user property in UTF-8, otherwise empty.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value of a text (UTF-8), binary or user property, otherwise empty.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The whole property with its identifier, to be copied to another packet.</summary>
    public ReadOnlySpan<byte> Encoded { get; }
}
