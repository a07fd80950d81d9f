namespace Ota.Mqtt;

/// <summary>Table 2-4 of MQTT 5.0 (2.2.2.2) and the rules for each property's value.</summary>
internal static class PropertyRules
{
    /// <summary>The properties of a will share the table with those of the packets; packet type 0 does not exist.</summary>
    public const MqttPacketType Will = MqttPacketType.None;

    private const int Publish = 1 << (int)MqttPacketType.Publish;
    private const int PublishOrWill = Publish | (1 << (int)Will);
    private const int Connect = 1 << (int)MqttPacketType.Connect;
    private const int Connack = 1 << (int)MqttPacketType.Connack;
    private const int Auth = 1 << (int)MqttPacketType.Auth;
    private const int Disconnect = 1 << (int)MqttPacketType.Disconnect;
    private const int Acknowledgements = (1 << (int)MqttPacketType.Puback) | (1 << (int)MqttPacketType.Pubrec)
        | (1 << (int)MqttPacketType.Pubrel) | (1 << (int)MqttPacketType.Pubcomp)
        | (1 << (int)MqttPacketType.Suback) | (1 << (int)MqttPacketType.Unsuback);
    private const int Subscribe = 1 << (int)MqttPacketType.Subscribe;
    private const int Unsubscribe = 1 << (int)MqttPacketType.Unsubscribe;
    private const int Everywhere = PublishOrWill | Connect | Connack | Acknowledgements | Subscribe | Unsubscribe | Disconnect | Auth;

    private static readonly PropertyForm[] Forms = new PropertyForm[64];
    private static readonly ushort[] Owners = new ushort[64];

    static PropertyRules()
    {
        Add(MqttPropertyId.PayloadFormatIndicator, PropertyForm.Byte, PublishOrWill);
        Add(MqttPropertyId.MessageExpiryInterval, PropertyForm.UInt32, PublishOrWill);
        Add(MqttPropertyId.ContentType, PropertyForm.Text, PublishOrWill);
        Add(MqttPropertyId.ResponseTopic, PropertyForm.Text, PublishOrWill);
        Add(MqttPropertyId.CorrelationData, PropertyForm.Binary, PublishOrWill);
        Add(MqttPropertyId.SubscriptionIdentifier, PropertyForm.Variable, Publish | Subscribe);
        Add(MqttPropertyId.SessionExpiryInterval, PropertyForm.UInt32, Connect | Connack | Disconnect);
        Add(MqttPropertyId.AssignedClientIdentifier, PropertyForm.Text, Connack);
        Add(MqttPropertyId.ServerKeepAlive, PropertyForm.UInt16, Connack);
        Add(MqttPropertyId.AuthenticationMethod, PropertyForm.Text, Connect | Connack | Auth);
        Add(MqttPropertyId.AuthenticationData, PropertyForm.Binary, Connect | Connack | Auth);
        Add(MqttPropertyId.RequestProblemInformation, PropertyForm.Byte, Connect);
        Add(MqttPropertyId.WillDelayInterval, PropertyForm.UInt32, 1 << (int)Will);
        Add(MqttPropertyId.RequestResponseInformation, PropertyForm.Byte, Connect);
        Add(MqttPropertyId.ResponseInformation, PropertyForm.Text, Connack);
        Add(MqttPropertyId.ServerReference, PropertyForm.Text, Connack | Disconnect);
        Add(MqttPropertyId.ReasonString, PropertyForm.Text, Connack | Acknowledgements | Disconnect | Auth);
        Add(MqttPropertyId.ReceiveMaximum, PropertyForm.UInt16, Connect | Connack);
        Add(MqttPropertyId.TopicAliasMaximum, PropertyForm.UInt16, Connect | Connack);
        Add(MqttPropertyId.TopicAlias, PropertyForm.UInt16, Publish);
        Add(MqttPropertyId.MaximumQos, PropertyForm.Byte, Connack);
        Add(MqttPropertyId.RetainAvailable, PropertyForm.Byte, Connack);
        Add(MqttPropertyId.UserProperty, PropertyForm.TextPair, Everywhere);
        Add(MqttPropertyId.MaximumPacketSize, PropertyForm.UInt32, Connect | Connack);
        Add(MqttPropertyId.WildcardSubscriptionAvailable, PropertyForm.Byte, Connack);
        Add(MqttPropertyId.SubscriptionIdentifiersAvailable, PropertyForm.Byte, Connack);
        Add(MqttPropertyId.SharedSubscriptionAvailable, PropertyForm.Byte, Connack);
    }

    public static PropertyForm FormOf(byte id) => id < 64 ? Forms[id] : PropertyForm.Unknown;

    public static bool RefusesZero(MqttPropertyId id) => id is MqttPropertyId.ReceiveMaximum or MqttPropertyId.MaximumPacketSize
        or MqttPropertyId.TopicAlias or MqttPropertyId.SubscriptionIdentifier;

    /// <summary>Checks a whole block, so that reading it again later cannot fail.</summary>
    public static PropertySummary Check(ReadOnlySpan<byte> block, MqttPacketType owner, MqttReaderLimits limits)
    {
        ulong present = 0;
        ushort topicAlias = 0;
        uint messageExpiry = 0;
        int userProperties = 0;
        MqttPropertyReader reader = new(block);
        while (reader.MoveNext())
        {
            MqttProperty property = reader.Current;
            MqttPropertyId id = property.Id;
            if ((Owners[(int)id] & (1 << (int)owner)) == 0)
                Refuse.Malformed("A property is not allowed in this packet (2.2.2.2).");
            ulong bit = 1UL << (int)id;
            if ((present & bit) != 0 && !MayRepeat(id, owner))
                Refuse.ProtocolError("A property appears twice (2.2.2.2).");
            present |= bit;
            CheckValue(property, limits);
            if (id == MqttPropertyId.TopicAlias)
                topicAlias = (ushort)property.Number;
            else if (id == MqttPropertyId.MessageExpiryInterval)
                messageExpiry = property.Number;
            else if (id == MqttPropertyId.UserProperty && ++userProperties > limits.MaxUserProperties)
                Refuse.With(ReasonCode.QuotaExceeded, "The packet has more user properties than the limit.");
        }
        return new PropertySummary(present, topicAlias, messageExpiry);
    }

    // 3.3.2.3.8: several subscriptions may match one message; a SUBSCRIBE has at most one identifier (3.8.2.1.2).
    private static bool MayRepeat(MqttPropertyId id, MqttPacketType owner) => id == MqttPropertyId.UserProperty
        || (id == MqttPropertyId.SubscriptionIdentifier && owner == MqttPacketType.Publish);

    private static void CheckValue(in MqttProperty property, MqttReaderLimits limits)
    {
        switch (Forms[(int)property.Id])
        {
            case PropertyForm.Byte when property.Number > 1:
                // 3.1.2.11.6-7, 3.2.2.3.4-5, 3.2.2.3.11-13, 3.3.2.3.2: every byte property is a yes or no, or QoS 0 or 1.
                Refuse.ProtocolError("A property that must be 0 or 1 has another value.");
                break;
            case PropertyForm.UInt16 or PropertyForm.UInt32 or PropertyForm.Variable when property.Number == 0:
                CheckZero(property.Id);
                break;
            case PropertyForm.Text:
                MqttText.Check(property.Value);
                if (property.Id == MqttPropertyId.ResponseTopic)
                    TopicName.Check(property.Value, limits); // MQTT-3.3.2-13, MQTT-3.3.2-14
                break;
            case PropertyForm.TextPair:
                MqttText.Check(property.Name); // MQTT-1.5.7-1
                MqttText.Check(property.Value);
                break;
        }
    }

    private static void CheckZero(MqttPropertyId id)
    {
        if (id == MqttPropertyId.TopicAlias)
            Refuse.With(ReasonCode.TopicAliasInvalid, "The topic alias is zero (MQTT-3.3.2-8).");
        if (RefusesZero(id)) // 3.1.2.11.3-4, 3.2.2.3.3, 3.2.2.3.6, 3.3.2.3.8, 3.8.2.1.2
            Refuse.ProtocolError("A property that must not be zero is zero.");
    }

    private static void Add(MqttPropertyId id, PropertyForm form, int owners)
    {
        Forms[(int)id] = form;
        Owners[(int)id] = (ushort)owners;
    }
}
