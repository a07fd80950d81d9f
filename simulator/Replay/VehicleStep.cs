namespace Ota.Simulator.Replay;

/// <summary>What a virtual vehicle does next, and when in simulated milliseconds since the run began.</summary>
internal abstract record VehicleStep(long AtMs)
{
    /// <summary>Publishes a batch; <paramref name="IsRepeat"/> if it was published before.</summary>
    public sealed record Publish(long AtMs, uint Stream, ulong Seq, byte[] Payload, int Readings, bool IsRepeat) : VehicleStep(AtMs)
    {
        /// <summary>What kind of message it is: the last level of its topic.</summary>
        public string Type { get; init; } = "tm";
    }

    /// <summary>Loses the connection, and comes back by itself.</summary>
    public sealed record Cut(long AtMs) : VehicleStep(AtMs);

    /// <summary>Loses the network until <see cref="GoOnline"/>.</summary>
    public sealed record GoOffline(long AtMs) : VehicleStep(AtMs);

    /// <summary>Has the network again.</summary>
    public sealed record GoOnline(long AtMs) : VehicleStep(AtMs);
}
