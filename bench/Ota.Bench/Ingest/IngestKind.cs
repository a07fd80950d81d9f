namespace Ota.Bench.Ingest;

/// <summary>The names that --against takes: what the same publishes go into.</summary>
internal static class IngestKind
{
    /// <summary>Mosquitto with nothing stored: what the others are compared with.</summary>
    public const string Mosquitto = "mosquitto";

    /// <summary>Our broker alone, with nothing stored.</summary>
    public const string Broker = "broker";

    /// <summary>The whole server as it comes.</summary>
    public const string Embedded = "embedded";

    /// <summary>Its state in PostgreSQL; telemetry stays in the embedded history.</summary>
    public const string Postgres = "postgres";

    public const string Influx = "influx";

    public const string Victoria = "victoria";

    public static readonly string[] All = [Mosquitto, Broker, Embedded, Postgres, Influx, Victoria];

    public static bool IsServer(string kind) => kind is not (Mosquitto or Broker);
}
