using System.Globalization;

namespace Ota.Core.Rollouts.Reports;

/// <summary>
/// What a report says of its rollout. Of what changes with time it has only what had happened at the as-of time, so that the same bytes come out
/// later: no state and no reason, and start and end if they are not later.
/// </summary>
internal sealed record ReportHeader(Rollout Rollout, ReportSubject Subject, DateTimeOffset AsOf)
{
    public DateTimeOffset? Started => Rollout.Started <= AsOf ? Rollout.Started : null;

    public DateTimeOffset? Ended => Rollout.Ended <= AsOf ? Rollout.Ended : null;

    /// <summary>Of this report, from what it is about: whoever makes it again gets it again.</summary>
    public string Number => $"{Rollout.Id}-{AsOf.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Known from the start on: when it was approved is not known here.</summary>
    public string Approver => Started is null ? "" : Rollout.Approver;
}
