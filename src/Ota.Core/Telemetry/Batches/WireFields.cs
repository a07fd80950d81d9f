namespace Ota.Core.Telemetry.Batches;

/// <summary>The field numbers of proto/vehicle/v1/telemetry.proto; a test compares them with the generated code's.</summary>
internal static class WireFields
{
    // TelemetryBatch.
    public const int SchemaVersion = 1;
    public const int BootId = 2;
    public const int Stream = 3;
    public const int Seq = 4;
    public const int CatalogueVersion = 5;
    public const int CaptureMs = 6;
    public const int MonotonicMs = 7;
    public const int SentMs = 8;
    public const int ClockQuality = 9;
    public const int Historical = 10;
    public const int Campaign = 11;
    public const int CampaignVersion = 12;
    public const int Columns = 13;
    public const int Deflated = 14;

    // SignalColumn.
    public const int Signal = 1;
    public const int TimesOf = 2;
    public const int Times = 3;
    public const int Decimals = 4;
    public const int Step = 5;
    public const int Numbers = 6;
    public const int Doubles = 7;
    public const int Flags = 8;
    public const int Texts = 9;
    public const int TextOf = 10;
    public const int Absent = 11;

    // SignalColumns and DeflatedColumns.
    public const int InflatedColumns = 1;
    public const int DeflatedSize = 1;
    public const int DeflatedData = 2;
}
