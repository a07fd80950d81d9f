using System.Security.Cryptography.X509Certificates;

namespace Ota.Server.Operators;

/// <summary>What authentication found; a feature of every request.</summary>
internal abstract record Caller
{
    private Caller()
    {
    }

    /// <summary>An operator with a usable credential.</summary>
    public sealed record Known(OperatorIdentity Identity) : Caller;

    /// <summary>No credential was presented.</summary>
    public sealed record Anonymous : Caller;

    /// <summary>A credential was presented that is not usable; the reason is one sentence for its holder.</summary>
    public sealed record Refused(string Reason) : Caller;

    /// <summary>A vehicle, by a certificate of the fleet CA; whether it was revoked is for the method to ask.</summary>
    public sealed record Vehicle(X509Certificate2 Certificate) : Caller;

    /// <summary>A credential was presented and the database could not say whose it is.</summary>
    public sealed record Undetermined : Caller;
}
