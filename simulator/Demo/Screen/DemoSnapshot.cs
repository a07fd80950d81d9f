using Ota.V1;

namespace Ota.Simulator.Demo.Screen;

/// <summary>What is seen at a moment of the rollout.</summary>
/// <param name="Rollout">By the server, as of its last answer.</param>
/// <param name="IsAway">The server does not answer now.</param>
/// <param name="Connected">Vehicles with a connection, as the fleet knows.</param>
/// <param name="Readings">Telemetry that the server acknowledged so far: stored for good.</param>
/// <param name="ReadingsPerSecond">Its rate over the last seconds.</param>
/// <param name="Elapsed">Since the demonstration began.</param>
/// <param name="Notes">What happened besides, the oldest first.</param>
internal sealed record DemoSnapshot(
    Rollout Rollout, bool IsAway, int Connected, long Readings, double ReadingsPerSecond, TimeSpan Elapsed, IReadOnlyList<string> Notes);
