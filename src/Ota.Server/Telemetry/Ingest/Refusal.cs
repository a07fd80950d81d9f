using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Why a message, or a column of it, is not stored. The reasons are labels of metrics, so there are only these.</summary>
internal readonly record struct Refusal(string Reason, string Detail = "")
{
    public static readonly Refusal UnknownVehicleName = new("unknown_vehicle_name");

    public static readonly Refusal ImpossibleSequence = new("impossible_sequence");

    public static readonly Refusal TooLarge = Of(BatchProblem.TooLarge);

    /// <summary>Our mistake and not the vehicle's; it would be the same the next time.</summary>
    public static readonly Refusal Defect = new("defect");

    public static Refusal Of(BatchProblem problem) => new(problem switch
    {
        BatchProblem.TooLarge => "too_large",
        BatchProblem.UnknownSchema => "unknown_schema",
        BatchProblem.NoIdentity => "no_identity",
        BatchProblem.UnknownCatalogue => "unknown_catalogue",
        BatchProblem.ImpossibleTime => "impossible_time",
        BatchProblem.UnequalColumns => "unequal_columns",
        BatchProblem.NotDeflate => "not_deflate",
        _ => "malformed",
    });

    public static Refusal Of(in BatchColumn column) => new(
        column.Problem switch
        {
            ValueProblem.UnknownSignal => "unknown_signal",
            ValueProblem.WrongType => "wrong_type",
            ValueProblem.OutOfRange => "out_of_range",
            _ => "not_allowed",
        },
        $"signal {column.SignalId}");

    public static Refusal Of(TimeFlags flags) => new(
        (flags & TimeFlags.Future) != 0 ? "future" : (flags & TimeFlags.TooOld) != 0 ? "too_old" : "unknown_time");
}
