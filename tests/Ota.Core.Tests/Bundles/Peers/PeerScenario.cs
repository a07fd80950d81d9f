namespace Ota.Core.Tests.Bundles.Peers;

/// <summary>A repository that a client has refreshed from once, and what happens to it before the second time.</summary>
/// <param name="Name">For messages and folders.</param>
/// <param name="IsAccepted">Whether a client takes it the second time.</param>
/// <param name="Change">What happens.</param>
internal sealed record PeerScenario(string Name, bool IsAccepted, Action<TestRepository> Change)
{
    public override string ToString() => Name;
}
