using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Rollouts.Installs;

namespace Ota.Server.Rollouts;

/// <summary>The frozen half of an install, which never changes, with what a report names of its vehicle.</summary>
internal sealed class StoredInstall
{
    public const string Columns = """
        v.vid, v.model, i.market, i.amendment, i.verdict, i.verdict_reason AS VerdictReason,
        (SELECT a.time FROM rollout_amendments a WHERE a.rollout = i.rollout AND a.number = i.amendment) AS Amended
        """;

    public string Vid { get; init; } = "";

    public string Model { get; init; } = "";

    public string Market { get; init; } = "";

    /// <summary>0 for the first freeze.</summary>
    public long Amendment { get; init; }

    public long Verdict { get; init; }

    public string VerdictReason { get; init; } = "";

    /// <summary>When the amendment was proposed, Unix milliseconds; null for the first freeze.</summary>
    public long? Amended { get; init; }

    /// <summary>The install as it was before anything happened to it.</summary>
    public Install ToInstall(Rollout rollout, InstallRow row) => new InstallRow
    {
        Rollout = row.Rollout,
        Vehicle = row.Vehicle,
        Wave = row.Wave,
        Market = Market,
        State = Verdict,
        Since = Amended ?? rollout.Created.ToUnixTimeMilliseconds(),
        Reason = VerdictReason,
    }.ToInstall();
}
