using System.Collections.Concurrent;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Keys;

/// <summary>Keys by name, made once: making them takes longer than the tests that use them.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<string, Lazy<LocalSigner>> Made = new();

    /// <summary>A key on P-256, the fastest to make and use.</summary>
    public static LocalSigner P256(string name) => Get(name, () => LocalSigner.Create(KeyScheme.EcdsaP256Sha256));

    public static LocalSigner Rsa(int size) => Get($"rsa {size}", () => LocalSigner.Create(KeyScheme.RsaPssSha256, size));

    public static LocalSigner Ed25519(string name) => Get($"ed25519 {name}", () => LocalSigner.Create(KeyScheme.Ed25519));

    private static LocalSigner Get(string name, Func<LocalSigner> make) => Made.GetOrAdd(name, _ => new Lazy<LocalSigner>(make)).Value;
}
