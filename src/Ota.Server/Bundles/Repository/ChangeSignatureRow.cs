using Ota.Core.Bundles.Keys;

namespace Ota.Server.Bundles.Repository;

/// <summary>A checked signature on a change, and who handed it in.</summary>
internal sealed record ChangeSignatureRow(KeySignature Signature, string Submitter, DateTimeOffset SubmitTime);
