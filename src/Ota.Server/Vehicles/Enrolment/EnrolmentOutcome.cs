namespace Ota.Server.Vehicles.Enrolment;

/// <summary>What came of a claim that was shown.</summary>
internal enum EnrolmentOutcome
{
    /// <summary>The vehicle has its certificate.</summary>
    Enrolled,

    /// <summary>The request was not readable, or not signed by the key that it holds.</summary>
    BadRequest,

    /// <summary>There is no such claim, or its secret is another.</summary>
    UnknownClaim,

    /// <summary>It was used, replaced or revoked, or has expired.</summary>
    SpentClaim,

    /// <summary>The vehicle is scrapped, exported, stolen or removed.</summary>
    VehicleNotActive,

    /// <summary>Too many tries at this time.</summary>
    TooMany,
}
