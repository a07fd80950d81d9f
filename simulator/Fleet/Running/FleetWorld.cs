using System.Net.Security;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Running;
using Ota.Simulator.Agent.Trust;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Fleet.Running;

/// <summary>What all vehicles of a fleet have in common.</summary>
internal sealed class FleetWorld
{
    public required int Seed { get; init; }

    /// <summary>The folder of the vehicles' files.</summary>
    public required string Folder { get; init; }

    public required HostPort Broker { get; init; }

    public required FleetClock Clock { get; init; }

    public required ConnectGate Gate { get; init; }

    /// <summary>Room for those that connect.</summary>
    public required SemaphoreSlim Connecting { get; init; }

    /// <summary>Whether a vehicle whose truth is final stays parked.</summary>
    public required bool RestsWhenSettled { get; init; }

    public required DirectorTrust Trust { get; init; }

    public required LoopPace Pace { get; init; }

    public required FleetTls Tls { get; init; }

    public required FleetDownloads? Downloads { get; init; }

    /// <summary>When the run began; the start of its counters.</summary>
    public required long StartMs { get; init; }

    /// <summary>Connections that the broker refused for good.</summary>
    public Tally Refusals { get; } = new();

    public long NowMs => Clock.Real.GetUtcNow().ToUnixTimeMilliseconds();

    public SslClientAuthenticationOptions? TlsOf(string vid) => Tls.Of(vid);

    public Func<JobEcu, CancellationToken, Task<bool?>>? DownloadFor(string vid) =>
        Downloads is null ? null : (ecu, stop) => Downloads.FetchAsync(vid, ecu, stop);
}
