namespace Ota.Server.Rollouts;

/// <summary>An approval as stored: statement as text, signature and certificate in base64.</summary>
internal sealed class ApprovalRow
{
    public const string Columns = "time, operator, statement, signature, certificate";

    public long Rollout { get; init; }

    public long Time { get; init; }

    public string Operator { get; init; } = "";

    public string Statement { get; init; } = "";

    public string Signature { get; init; } = "";

    public string Certificate { get; init; } = "";
}
