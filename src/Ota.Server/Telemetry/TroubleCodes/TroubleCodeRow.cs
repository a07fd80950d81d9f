using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>The row of a vehicle; a day is a number of days since 1970, UTC.</summary>
internal sealed class TroubleCodeRow
{
    /// <summary>Empty while nothing was taken.</summary>
    public string State { get; init; } = "";

    public long Day { get; init; }

    public long DayReports { get; init; }

    public long DayBytes { get; init; }

    public long LeftOut { get; init; }

    public TroubleCodeState Read() => State.Length == 0 ? TroubleCodeState.Empty : TroubleCodeStateText.Read(State);
}
