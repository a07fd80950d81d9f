using Ota.Core.Operators;

namespace Ota.Server.Operators;

/// <summary>The operator behind a request, proven by one credential.</summary>
internal sealed record OperatorIdentity(string Name, RoleSet Roles, string CredentialId);
