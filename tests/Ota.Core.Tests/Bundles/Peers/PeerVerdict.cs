using Ota.Core.Bundles.Verification;

namespace Ota.Core.Tests.Bundles.Peers;

/// <summary>What a client made of a repository.</summary>
/// <param name="Refusal">Of the refresh or a search; null if all went through.</param>
/// <param name="Found">The length of each image; null for those that nobody may describe.</param>
/// <param name="Set">What is trusted then.</param>
internal sealed record PeerVerdict(Refusal? Refusal, IReadOnlyDictionary<string, long?> Found, TrustedSet? Set);
