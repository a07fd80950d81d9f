using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Bridge.Upstream;

/// <summary>
/// The links to the broker, one for each lane and one for what goes to vehicles. They are disposed of with the host's services, after every worker has stopped: until then
/// what was stored is still acknowledged.
/// </summary>
internal sealed class UpstreamLinks : IAsyncDisposable
{
    public UpstreamLinks(UpLanes lanes, UpstreamClients clients, UpstreamGate gate, TimeProvider time, ILogger<UpstreamLink> log)
    {
        All =
        [
            .. lanes.ByType.GroupBy(up => up.Lane, up => up.Type)
                .Select(group => new UpstreamLink(group.Key, group, clients.Make(group.Key), gate, time, log)),
        ];
        Outlet = new UpstreamOutlet(clients.MakeForSending(), time, log);
    }

    public IReadOnlyList<UpstreamLink> All { get; }

    /// <summary>By which messages go to vehicles.</summary>
    public UpstreamOutlet Outlet { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (UpstreamLink link in All) await link.DisposeAsync();
        await Outlet.DisposeAsync();
    }
}
