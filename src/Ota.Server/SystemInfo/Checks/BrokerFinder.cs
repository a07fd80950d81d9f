using System.Globalization;
using Ota.Server.Bridge.Upstream;
using Ota.Server.Hosting;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>Whether vehicles have a broker to connect to.</summary>
/// <param name="listeners">The ports of the embedded one.</param>
/// <param name="links">Those to a broker of another make; null without one.</param>
internal sealed class BrokerFinder(Listeners listeners, UpstreamLinks? links = null) : IFinder
{
    public string Name => "broker";

    public Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<V1.SystemCheck>>(links is null ? [Embedded()] : [.. links.All.Select(Of), Of(links.Outlet)]);

    private V1.SystemCheck Embedded()
    {
        int port = listeners.Ports.FirstOrDefault(open => open.Name == Listener.Mqtts).Port;
        return Found.Ok(Name, string.Create(CultureInfo.InvariantCulture, $"The embedded broker listens on port {port} for vehicles."));
    }

    private V1.SystemCheck Of(UpstreamLink link) => link.Trouble is { } trouble
        ? Found.Problem($"{Name} {link.Name}", $"No messages come from the broker ({trouble.TrimEnd('.')}): start it, or let this server in; then it goes on by itself.")
        : Found.Ok($"{Name} {link.Name}", "Attached to the broker.");

    private V1.SystemCheck Of(UpstreamOutlet outlet) => outlet.Trouble is { } trouble
        ? Found.Problem($"{Name} to vehicles", $"Nothing can be sent by the broker ({trouble.TrimEnd('.')}): start it, or let this server in; then it goes on by itself.")
        : Found.Ok($"{Name} to vehicles", "Connected to the broker.");
}
