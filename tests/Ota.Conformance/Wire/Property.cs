namespace Ota.Conformance.Wire;

/// <summary>Encoded properties of MQTT 5 (2.2.2), one array each.</summary>
public static class Property
{
    public static byte[] PayloadFormat(int value) => Byte(PropertyId.PayloadFormat, value);

    public static byte[] MessageExpiry(uint seconds) => Four(PropertyId.MessageExpiry, seconds);

    public static byte[] ContentType(string type) => Text(PropertyId.ContentType, type);

    public static byte[] ResponseTopic(string topic) => Text(PropertyId.ResponseTopic, topic);

    public static byte[] CorrelationData(params byte[] data) => Binary(PropertyId.CorrelationData, data);

    public static byte[] SubscriptionId(uint id) => new Bytes().Byte((int)PropertyId.SubscriptionId).VarInt(id).ToArray();

    public static byte[] SessionExpiry(uint seconds) => Four(PropertyId.SessionExpiry, seconds);

    public static byte[] WillDelay(uint seconds) => Four(PropertyId.WillDelay, seconds);

    public static byte[] RequestProblemInfo(int value) => Byte(PropertyId.RequestProblemInfo, value);

    public static byte[] RequestResponseInfo(int value) => Byte(PropertyId.RequestResponseInfo, value);

    public static byte[] ReceiveMaximum(int value) => Two(PropertyId.ReceiveMaximum, value);

    public static byte[] TopicAliasMaximum(int value) => Two(PropertyId.TopicAliasMaximum, value);

    public static byte[] TopicAlias(int alias) => Two(PropertyId.TopicAlias, alias);

    public static byte[] MaximumPacketSize(uint bytes) => Four(PropertyId.MaximumPacketSize, bytes);

    public static byte[] AuthMethod(string method) => Text(PropertyId.AuthMethod, method);

    public static byte[] AuthData(params byte[] data) => Binary(PropertyId.AuthData, data);

    public static byte[] ReasonString(string text) => Text(PropertyId.ReasonString, text);

    public static byte[] User(string name, string value) =>
        new Bytes().Byte((int)PropertyId.UserProperty).Text(name).Text(value).ToArray();

    public static byte[] Byte(PropertyId id, int value) => new Bytes().Byte((int)id).Byte(value).ToArray();

    public static byte[] Two(PropertyId id, int value) => new Bytes().Byte((int)id).Two(value).ToArray();

    public static byte[] Four(PropertyId id, uint value) => new Bytes().Byte((int)id).Four(value).ToArray();

    public static byte[] Text(PropertyId id, string value) => new Bytes().Byte((int)id).Text(value).ToArray();

    public static byte[] Binary(PropertyId id, params byte[] value) => new Bytes().Byte((int)id).Binary(value).ToArray();
}
