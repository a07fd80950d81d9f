using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Verification;

/// <summary>A file that passed all checks of its role.</summary>
/// <typeparam name="T">The role's record.</typeparam>
/// <param name="Envelope">The file.</param>
/// <param name="Metadata">What it says.</param>
public sealed record TrustedFile<T>(SignedEnvelope Envelope, T Metadata)
    where T : RoleMetadata;
