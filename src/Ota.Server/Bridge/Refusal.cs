namespace Ota.Server.Bridge;

/// <summary>Why a vehicle, or who pretends to be one, may not do something.</summary>
internal enum Refusal
{
    /// <summary>TLS: no certificate, another CA's, or not in its time.</summary>
    Handshake,

    /// <summary>A CONNECT without a certificate, and the port for that is closed.</summary>
    NoCertificate,

    /// <summary>The certificate names no vehicle.</summary>
    NotAVehicle,

    /// <summary>The client id is another vehicle's or none that a vehicle has.</summary>
    ClientId,

    /// <summary>The certificate has expired or is not valid yet.</summary>
    Expired,

    /// <summary>The certificate was revoked, or never issued by this system.</summary>
    Revoked,

    /// <summary>A message on a topic that is not the vehicle's own.</summary>
    ForeignTopic,

    /// <summary>A message of a type that is not known.</summary>
    UnknownType,

    /// <summary>A subscription to more than what is sent to the vehicle.</summary>
    ForeignFilter,
}
