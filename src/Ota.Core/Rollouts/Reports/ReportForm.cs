namespace Ota.Core.Rollouts.Reports;

/// <summary>How a completion report is written.</summary>
public enum ReportForm
{
    /// <summary>For people: header, counts, curve, work lists. No rows.</summary>
    Text = 1,

    /// <summary>All of it, one object.</summary>
    Json = 2,

    /// <summary>The rows, RFC 4180, with a header line.</summary>
    Csv = 3,
}
