using Ota.Core.Bundles.Verification;

namespace Ota.Core.Tests.Bundles.Peers;

/// <summary>What a client made of a repository.</summary>
/// <param name="IsAccepted">Whether the refresh and all searches went through.</param>
/// <param name="Why">The refusal, for messages.</param>
/// <param name="Found">The length of each image; null for those that nobody may describe.</param>
/// <param name="Set">What is trusted then.</param>
internal sealed record PeerVerdict(bool IsAccepted, string Why, IReadOnlyDictionary<string, long?> Found, TrustedSet? Set);
