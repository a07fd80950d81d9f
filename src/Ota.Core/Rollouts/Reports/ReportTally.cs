using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Reports;

/// <summary>Everything that a report counts, row by row.</summary>
internal sealed class ReportTally(DateTimeOffset? started, DateTimeOffset asOf)
{
    private readonly long[] _categories = new long[Enum.GetValues<ReportCategory>().Length];
    private readonly SortedDictionary<InstallState, long> _pending = [];
    private readonly SortedDictionary<WorkList, WorkLine> _work = [];

    public long Vehicles { get; private set; }

    /// <summary>Vehicles that need the fix from this rollout.</summary>
    public long Needing { get; private set; }

    public IEnumerable<(ReportCategory Category, long Vehicles)> Categories => _categories.Select((count, category) => ((ReportCategory)category, count));

    public IReadOnlyDictionary<InstallState, long> Pending => _pending;

    public IReadOnlyDictionary<WorkList, WorkLine> Work => _work;

    public ConfirmationCurve Curve { get; } = new(started, asOf);

    public Breakdown ByMarket { get; } = new();

    public Breakdown ByModel { get; } = new();

    public Breakdown NotApplicable { get; } = new();

    public Breakdown Reasons { get; } = new();

    public void Add(ReportRow row, ReportCategory category)
    {
        bool needsFix = ReportCategories.NeedsFix(category);
        bool isConfirmed = row.Install.State == InstallState.Confirmed;
        string reason = row.Install.Reason is { } known ? FailureText.Describe(known) : "";
        Vehicles++;
        if (needsFix) Needing++;
        _categories[(int)category]++;
        if (category == ReportCategory.Pending) _pending[row.Install.State] = _pending.GetValueOrDefault(row.Install.State) + 1;
        if (category == ReportCategory.NotApplicable) NotApplicable.Add(reason, needsFix, isConfirmed);
        else if (reason.Length > 0) Reasons.Add(reason, needsFix, isConfirmed);
        if (isConfirmed) Curve.Add(row.Install.ConfirmedAt ?? row.Install.Since);
        if (row.Install.Work != WorkList.None) AddWork(row.Install);
        ByMarket.Add(row.Market, needsFix, isConfirmed);
        ByModel.Add(row.Model, needsFix, isConfirmed);
    }

    private void AddWork(Install install)
    {
        WorkLine line = _work.GetValueOrDefault(install.Work);
        _work[install.Work] = new WorkLine(line.Vehicles + 1, line.Overdue + (install.WorkDue < asOf ? 1 : 0));
    }
}
