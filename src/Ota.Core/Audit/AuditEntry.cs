namespace Ota.Core.Audit;

/// <summary>One thing that an operator wanted or got done. Holds no secret and no content of a request.</summary>
/// <param name="Time">When it was written; kept to the millisecond.</param>
/// <param name="Stage">Before or after the work.</param>
/// <param name="CallId">The same for both entries of one call.</param>
/// <param name="Actor">The operator's name.</param>
/// <param name="CredentialId">What the operator proved itself with.</param>
/// <param name="Method">Full name of the gRPC method.</param>
/// <param name="Peer">Network address of the caller.</param>
/// <param name="Outcome">Name of the gRPC status code; empty in an intent.</param>
/// <param name="RequestDigest">SHA-256 of the request's bytes, lower-case hexadecimal; empty while a stream is still unread.</param>
/// <param name="Summary">The request in one line, secrets and content left out.</param>
public sealed record AuditEntry(
    DateTimeOffset Time,
    AuditStage Stage,
    string CallId,
    string Actor,
    string CredentialId,
    string Method,
    string Peer,
    string Outcome,
    string RequestDigest,
    string Summary);
