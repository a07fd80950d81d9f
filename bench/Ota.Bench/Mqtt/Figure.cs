namespace Ota.Bench.Mqtt;

/// <summary>What a run can measure.</summary>
internal enum Figure
{
    /// <summary>Publishes, deliveries or connects a second.</summary>
    Rate,

    /// <summary>Microseconds of the broker's CPU for each of them.</summary>
    CpuMicros,

    /// <summary>The broker's share of its core.</summary>
    CpuPercent,

    /// <summary>From PUBLISH to PUBACK, in microseconds.</summary>
    AckMedian,

    Ack99,

    Ack999,

    /// <summary>Resident memory for each connection, in kB.</summary>
    ResidentKilobytes,

    /// <summary>The same in Pss: shared pages in proportion.</summary>
    ProportionalKilobytes,

    /// <summary>TLS sessions resumed, of all handshakes.</summary>
    ResumedPercent,
}
