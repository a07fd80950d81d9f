namespace Ota.Core.Telemetry.Batches;

/// <summary>The columns of a batch, encoded apart from the header: what can be encoded when captured and stamped when sent.</summary>
/// <param name="Bytes">The end of a TelemetryBatch message.</param>
/// <param name="Readings">How many readings are in it.</param>
public sealed record EncodedColumns(ReadOnlyMemory<byte> Bytes, int Readings);
