namespace Ota.Conformance.Wire;

/// <summary>The reason codes (2.4) that the suites ask for.</summary>
public static class Reason
{
    public const int Success = 0x00;
    public const int NormalDisconnection = 0x00;
    public const int DisconnectWithWill = 0x04;
    public const int NoMatchingSubscribers = 0x10;
    public const int NoSubscriptionExisted = 0x11;
    public const int Unspecified = 0x80;
    public const int Malformed = 0x81;
    public const int Protocol = 0x82;
    public const int NotAuthorized = 0x87;
    public const int UnsupportedVersion = 0x84;
    public const int ClientIdNotValid = 0x85;
    public const int BadAuthenticationMethod = 0x8C;
    public const int KeepAliveTimeout = 0x8D;
    public const int SessionTakenOver = 0x8E;
    public const int TopicFilterInvalid = 0x8F;
    public const int TopicNameInvalid = 0x90;
    public const int PacketIdInUse = 0x91;
    public const int PacketIdNotFound = 0x92;
    public const int ReceiveMaximumExceeded = 0x93;
    public const int TopicAliasInvalid = 0x94;
    public const int PacketTooLarge = 0x95;
    public const int PayloadFormatInvalid = 0x99;
}
