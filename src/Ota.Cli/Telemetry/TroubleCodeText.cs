using System.Globalization;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Telemetry;

/// <summary>A trouble code in the words of a workshop.</summary>
internal static class TroubleCodeText
{
    public static readonly IReadOnlyList<string> Headings = ["ECU", "CODE", "STATUS", "SINCE", "COUNT", "ODOMETER", "FRAME"];

    /// <summary>Where a terminal folds: the status.</summary>
    public const int Folded = 2;

    public static string[] CellsOf(TroubleCode code) =>
    [
        code.Ecu,
        code.Code,
        StatusOf(code),
        Moments.Utc(code.FirstTime ?? code.ReportTime),
        code.Occurrences == 0 ? "" : code.Occurrences.ToString(CultureInfo.InvariantCulture),
        code.HasOdometerM ? string.Create(CultureInfo.InvariantCulture, $"{code.OdometerM / 1000} km") : "",
        code.FreezeFrame,
    ];

    public static string StatusOf(TroubleCode code)
    {
        if (!code.HasStatusByte) return "reported";
        return code.Status.Count == 0 ? "no longer failing" : string.Join(", ", code.Status.Select(WordsOf));
    }

    private static string WordsOf(TroubleCode.Types.UdsStatus status) => status switch
    {
        TroubleCode.Types.UdsStatus.TestFailed => "failing now",
        TroubleCode.Types.UdsStatus.TestFailedThisCycle => "failed this cycle",
        TroubleCode.Types.UdsStatus.Pending => "pending",
        TroubleCode.Types.UdsStatus.Confirmed => "confirmed",
        TroubleCode.Types.UdsStatus.NotCompletedSinceClear => "not tested since cleared",
        TroubleCode.Types.UdsStatus.FailedSinceClear => "failed since cleared",
        TroubleCode.Types.UdsStatus.NotCompletedThisCycle => "not tested this cycle",
        TroubleCode.Types.UdsStatus.WarningIndicator => "warning lamp",
        _ => status.ToString(),
    };
}
