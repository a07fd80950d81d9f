namespace Ota.Core.Rollouts.Reports;

/// <summary>The completion report of a rollout as of a moment: the same bytes from the same history, whoever writes it and whenever.</summary>
public sealed class CompletionReport(Rollout rollout, string bundleTitle, DateTimeOffset asOf, ReportForm form)
{
    /// <summary>Takes the next vehicle.</summary>
    /// <param name="row">In the order of vids.</param>
    /// <returns>Bytes to send now; empty if there are none yet.</returns>
    public ReadOnlyMemory<byte> Add(ReportRow row) => throw new NotImplementedException();

    /// <summary>The rest: counts that sum to the population, curve, work lists.</summary>
    public ReadOnlyMemory<byte> End() => throw new NotImplementedException();

    /// <summary>The rollout.</summary>
    public Rollout Rollout => rollout;

    /// <summary>Of the bundle.</summary>
    public string BundleTitle => bundleTitle;

    /// <summary>As of when.</summary>
    public DateTimeOffset AsOf => asOf;

    /// <summary>How it is written.</summary>
    public ReportForm Form => form;
}
