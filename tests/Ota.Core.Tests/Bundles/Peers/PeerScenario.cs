using Ota.Core.Bundles.Verification;

namespace Ota.Core.Tests.Bundles.Peers;

/// <summary>A repository that a client has refreshed from once, and what happens to it before the second time.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Reason">Why we refuse it the second time; null if we take it.</param>
/// <param name="Theirs">What tuf-js says then, with * for what may stand between.</param>
/// <param name="Change">What happens.</param>
internal sealed record PeerScenario(string Name, RefusalReason? Reason, string Theirs, Action<TestRepository> Change);
