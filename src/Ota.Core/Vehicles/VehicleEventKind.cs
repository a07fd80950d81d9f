namespace Ota.Core.Vehicles;

/// <summary>What can happen to the registration of a vehicle. The values are stored.</summary>
public enum VehicleEventKind
{
    /// <summary>It came into the register. Facts: import, line.</summary>
    Registered = 1,

    /// <summary>Facts: from, to, reason, and reason_before unless empty.</summary>
    StatusChanged,

    /// <summary>Facts: tag, to unless removed, from unless new.</summary>
    TagChanged,

    /// <summary>Another keeper. Facts: tenure, start.</summary>
    TenureStarted,

    /// <summary>One change of an ECU's key is allowed. Facts: ecu, reason, until.</summary>
    EcuUnlocked,

    /// <summary>Facts: ecu, from and to (SHA-256 of the keys), unlocked_by.</summary>
    EcuKeyChanged,

    /// <summary>It traded a claim for a certificate. Facts: claim, certificate (SHA-256), until.</summary>
    Enrolled,

    /// <summary>Its certificates and unused claims ended. Facts: reason, certificates, claims (how many of each).</summary>
    Revoked,

    /// <summary>It got another certificate by the one that it has. Facts: by, certificate (SHA-256 of both), until.</summary>
    Renewed,

    /// <summary>A proven inventory shows another image. Facts: ecu, from, to, counter, and late if a newer one was known already.</summary>
    SoftwareChanged,

    /// <summary>An inventory that is no proof and should be. Facts: problem, ecu unless it is all of it, more (how many besides).</summary>
    InventoryAlarm,
}
