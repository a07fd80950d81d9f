namespace Ota.Server.Operators;

/// <summary>What came of a wish to revoke.</summary>
internal enum Revocation
{
    /// <summary>It is revoked, now or since earlier.</summary>
    Done,

    /// <summary>There is no such operator or credential.</summary>
    NotFound,

    /// <summary>Refused: nobody could manage operators any more.</summary>
    LastAdmin,
}
