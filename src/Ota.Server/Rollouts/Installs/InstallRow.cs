using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Installs;

/// <summary>An install as stored, without its frozen verdict; times in Unix milliseconds.</summary>
internal sealed class InstallRow
{
    public const string Columns = """
        i.rollout, i.vehicle, i.wave, i.market, i.state, i.since, i.revision, i.due, i.work, i.work_due AS WorkDue, i.reason, i.body
        """;

    /// <summary>The body of one to which nothing has happened since it was frozen.</summary>
    public const string Frozen = "{}";

    public long Rollout { get; init; }

    public long Vehicle { get; init; }

    public long Wave { get; init; }

    public string Market { get; init; } = "";

    public long State { get; init; }

    public long Since { get; init; }

    public long Revision { get; init; }

    public long? Due { get; init; }

    public long Work { get; init; }

    public long? WorkDue { get; init; }

    public string Reason { get; init; } = "";

    public string Body { get; init; } = Frozen;

    public Install ToInstall()
    {
        Install columns = new()
        {
            Rollout = Rollout,
            Vehicle = Vehicle,
            Wave = (int)Wave,
            State = (InstallState)State,
            Since = StoredTime.Of(Since),
            Revision = Revision,
            Due = StoredTime.Of(Due),
            Work = (WorkList)Work,
            WorkDue = StoredTime.Of(WorkDue),
            Reason = FailureText.Read(Reason),
        };
        return InstallForm.Read(columns, Body);
    }
}
