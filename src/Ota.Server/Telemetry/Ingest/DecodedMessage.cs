using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>What came of a payload.</summary>
/// <param name="Vehicle">Who sent it; means nothing if the topic names nobody.</param>
/// <param name="Message">What is to be stored; null if nothing is.</param>
/// <param name="Readings">Readings of the message.</param>
/// <param name="Refusals">Why all or parts of it are not.</param>
internal readonly record struct DecodedMessage(
    VehicleKey Vehicle, TelemetryMessage? Message, int Readings, IReadOnlyList<Refusal> Refusals);
