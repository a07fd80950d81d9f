using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>A report on its way into the database, and what became of it.</summary>
internal sealed class TroubleCodeWrite(Vid vehicle, TroubleCodeReport report, ReadOnlyMemory<byte> payload)
{
    public Vid Vehicle => vehicle;

    public TroubleCodeReport Report => report;

    public ReadOnlyMemory<byte> Payload => payload;

    /// <summary>Means something once the write has returned.</summary>
    public TroubleCodeOutcome Outcome { get; set; }
}
