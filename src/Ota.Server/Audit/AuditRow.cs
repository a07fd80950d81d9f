using Ota.Core.Audit;

namespace Ota.Server.Audit;

/// <summary>A link of the audit chain as stored.</summary>
internal sealed class AuditRow
{
    public long Sequence { get; init; }

    public long Time { get; init; }

    public long Stage { get; init; }

    public string CallId { get; init; } = "";

    public string Actor { get; init; } = "";

    public string Credential { get; init; } = "";

    public string Method { get; init; } = "";

    public string Peer { get; init; } = "";

    public string Outcome { get; init; } = "";

    public string RequestDigest { get; init; } = "";

    public string Summary { get; init; } = "";

    public string Hash { get; init; } = "";

    public static AuditRow From(AuditLink link) => new()
    {
        Sequence = link.Sequence,
        Time = link.Entry.Time.ToUnixTimeMilliseconds(),
        Stage = (long)link.Entry.Stage,
        CallId = link.Entry.CallId,
        Actor = link.Entry.Actor,
        Credential = link.Entry.CredentialId,
        Method = link.Entry.Method,
        Peer = link.Entry.Peer,
        Outcome = link.Entry.Outcome,
        RequestDigest = link.Entry.RequestDigest,
        Summary = link.Entry.Summary,
        Hash = link.Hash,
    };

    public AuditLink ToLink() => new(
        Sequence,
        new AuditEntry(
            DateTimeOffset.FromUnixTimeMilliseconds(Time), (AuditStage)Stage, CallId, Actor, Credential, Method, Peer, Outcome,
            RequestDigest, Summary),
        Hash);
}
