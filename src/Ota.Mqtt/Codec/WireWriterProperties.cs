namespace Ota.Mqtt;

/// <summary>One method for each form of a property value; a null value is an absent property.</summary>
internal static class WireWriterProperties
{
    public static void Property(this ref WireWriter writer, MqttPropertyId id, bool? value)
    {
        if (value is bool present)
            writer.Property(id, (byte)(present ? 1 : 0));
    }

    public static void Property(this ref WireWriter writer, MqttPropertyId id, byte? value)
    {
        if (value is not byte present)
            return;
        writer.Byte((byte)id);
        writer.Byte(present);
    }

    public static void Property(this ref WireWriter writer, MqttPropertyId id, ushort? value)
    {
        if (value is not ushort present)
            return;
        RefuseZero(id, present);
        writer.Byte((byte)id);
        writer.UInt16(present);
    }

    public static void Property(this ref WireWriter writer, MqttPropertyId id, uint? value)
    {
        if (value is not uint present)
            return;
        RefuseZero(id, present);
        writer.Byte((byte)id);
        writer.UInt32(present);
    }

    public static void Property(this ref WireWriter writer, MqttPropertyId id, string? value)
    {
        if (value is null)
            return;
        writer.Byte((byte)id);
        writer.Text(value);
    }

    public static void Property(this ref WireWriter writer, MqttPropertyId id, byte[]? value)
    {
        if (value is null)
            return;
        writer.Byte((byte)id);
        writer.Binary(value);
    }

    public static void ResponseTopic(this ref WireWriter writer, string? value)
    {
        if (value is null)
            return;
        writer.Byte((byte)MqttPropertyId.ResponseTopic);
        writer.TopicName(value);
    }

    public static void TopicName(this ref WireWriter writer, string value)
    {
        if (value.Length == 0 || value.AsSpan().ContainsAny('+', '#'))
            throw new ArgumentException("A topic name is empty or has a wildcard.", nameof(value));
        writer.Text(value);
    }

    public static void TopicFilter(this ref WireWriter writer, string value, MqttProtocolVersion version)
    {
        byte[] bytes = MqttText.Strict.GetBytes(value);
        bool shared = version == MqttProtocolVersion.V500 && Mqtt.TopicFilter.IsShared(bytes);
        bool valid = shared ? Mqtt.TopicFilter.TryParseShared(bytes, out _, out _) : Mqtt.TopicFilter.IsValid(bytes);
        if (!valid || bytes.Length > ushort.MaxValue)
            throw new ArgumentException("A topic filter breaks the rules for filters.", nameof(value));
        writer.Binary(bytes);
    }

    public static void SubscriptionIdentifier(this ref WireWriter writer, uint? value)
    {
        if (value is not uint present)
            return;
        if (present is 0 or > VariableByteInteger.Max)
            throw new ArgumentException("A subscription identifier is not from 1 to 268,435,455.", nameof(value));
        writer.Byte((byte)MqttPropertyId.SubscriptionIdentifier);
        writer.Variable((int)present);
    }

    public static void UserProperties(this ref WireWriter writer, IReadOnlyList<UserProperty> properties)
    {
        for (int i = 0; i < properties.Count; i++)
        {
            writer.Byte((byte)MqttPropertyId.UserProperty);
            writer.Text(properties[i].Name);
            writer.Text(properties[i].Value);
        }
    }

    /// <summary>The property block of a packet that has nothing but what explains it.</summary>
    public static void Explanation(this ref WireWriter writer, string? reasonString, IReadOnlyList<UserProperty> userProperties)
    {
        writer.BeginProperties();
        writer.Property(MqttPropertyId.ReasonString, reasonString);
        writer.UserProperties(userProperties);
        writer.EndProperties();
    }

    private static void RefuseZero(MqttPropertyId id, uint value)
    {
        if (value == 0 && PropertyRules.RefusesZero(id))
            throw new ArgumentException($"{id} is zero.", nameof(value));
    }
}
