namespace Ota.Server.Vehicles.Enrolment;

/// <summary>What came of a claim, or of a certificate to renew, that was shown.</summary>
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

    /// <summary>A renewal without a vehicle's certificate that is good.</summary>
    BadCertificate,

    /// <summary>A renewal so soon after the last.</summary>
    TooEarly,

    /// <summary>Too many tries at this time.</summary>
    TooMany,
}
