using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>A change that somebody wants to the Image repository.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">"bundles/{digest}" or a role.</param>
/// <param name="Role">Whose file it changes.</param>
/// <param name="Edit">What it does.</param>
/// <param name="Creator">The operator's name.</param>
/// <param name="Summary">What it does, for people who are about to sign; a line each.</param>
internal sealed record ChangeProposal(
    V1.ChangeKind Kind, string Subject, RoleName Role, TargetsEdit Edit, string Creator, IReadOnlyList<string> Summary);
