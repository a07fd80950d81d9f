using System.Security.Cryptography.X509Certificates;

namespace Ota.Server.Operators;

/// <summary>A checked wish for a credential: a certificate for a key, or a token if there is none.</summary>
internal sealed record CredentialWish(PublicKey? Key, TimeSpan Lifetime);
