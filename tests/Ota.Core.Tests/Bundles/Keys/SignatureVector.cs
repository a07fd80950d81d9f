namespace Ota.Core.Tests.Bundles.Keys;

internal sealed record SignatureVector(string Name, string PublicKey, byte[] Data, byte[] Signature, bool IsValid, IReadOnlyList<string> Flags);
