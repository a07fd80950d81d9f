using System.Security.Cryptography;
using System.Text;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Keys;

public sealed class TufKeyTests
{
    // The public keys and ids of the example in TUF 4.3.
    [Theory]
    [InlineData("66dd78c5c2a78abc6fc6b267ff1a8017ba0e8bfc853dd97af351949bba021275", "cb3fbd83df4ba2471a736b065650878280964a98843ec13b457a99b2a21cc3b4")]
    [InlineData("72378e5bc588793e58f81c8533da64a2e8f1565c1fcc7f253496394ffc52542c", "1bf1c6e3cdd3d3a8420b19199e27511999850f4b376c4547b2f32fba7e80fca3")]
    [InlineData("68ead6e54a43f8f36f9717b10669d1ef0ebb38cee6b05317669341309f1069cb", "135c2f50e57ff11e744d234a62cebad8c38daf399604a7655661cc9199c69164")]
    public void The_id_of_a_key_is_that_of_the_specification(string value, string id) =>
        TufKey.TryMake(KeyScheme.Ed25519, value)!.Id.Value.Should().Be(id);

    public static TheoryData<string> Schemes => ["P-256", "RSA 2048", "RSA 3072", "RSA 4096", "Ed25519"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_signature_holds_for_its_key_and_its_bytes_alone(string scheme)
    {
        LocalSigner signer = SignerOf(scheme);
        byte[] data = Encoding.UTF8.GetBytes("what is signed");
        byte[] signature = signer.Sign(data).Value;
        signer.Key.Verify(data, signature).Should().Be(SignatureVerdict.Valid);
        signer.Key.Verify([.. data, 0], signature).Should().Be(SignatureVerdict.Invalid);
        signer.Key.Verify(data, [.. signature, 0]).Should().Be(SignatureVerdict.Invalid);
        signer.Key.Verify(data, signature[..^1]).Should().Be(SignatureVerdict.Invalid);
        signer.Key.Verify(data, []).Should().Be(SignatureVerdict.Invalid);
        TestKeys.P256("another").Key.Verify(data, signature).Should().Be(SignatureVerdict.Invalid);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_private_key_survives_its_text(string scheme)
    {
        LocalSigner signer = SignerOf(scheme);
        using LocalSigner read = LocalSigner.TryReadPem(signer.ToPem(null), "not needed")!;
        read.Key.Id.Should().Be(signer.Key.Id);
        byte[] data = [1, 2, 3];
        signer.Key.Verify(data, read.Sign(data).Value).Should().Be(SignatureVerdict.Valid);
    }

    [Theory]
    [InlineData("P-256")]
    [InlineData("RSA 2048")]
    public void An_encrypted_private_key_opens_with_its_password_alone(string scheme)
    {
        LocalSigner signer = SignerOf(scheme);
        string pem = signer.ToPem("correct-horse");
        pem.Should().StartWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        LocalSigner.TryReadPem(pem, "correct-horse")!.Key.Id.Should().Be(signer.Key.Id);
        LocalSigner.TryReadPem(pem, "wrong-horse").Should().BeNull();
        LocalSigner.TryReadPem(pem, "").Should().BeNull();
        LocalSigner.TryReadPem(pem, null).Should().BeNull();
    }

    [Fact]
    public void An_encrypted_Ed25519_key_of_openssl_opens()
    {
        const string pem = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiVNF0LbOLBYAICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMzOWWv6ElJVKqyXXDdcBcIEQCfN
            Cfva9n2VKKcPg6S3stOcdkgh/VIU7fNSvH/OHKdXudWnadnXg0PndHwsf+4Ct4bd
            S4FNE0rTCgCBlM2RVi0=
            -----END ENCRYPTED PRIVATE KEY-----
            """;
        TufKey expected = TufKey.TryMake(KeyScheme.Ed25519, "8c1b35c0d27bff171a6c676d596fbbebf793bc8df414c374c74f324ae85cde1a")!;
        LocalSigner.TryReadPem(pem, "correct-horse")!.Key.Id.Should().Be(expected.Id);
        LocalSigner.TryReadPem(pem, "wrong-horse").Should().BeNull();
        LocalSigner.TryReadPem(pem, "correct-horse\0").Should().BeNull();
        LocalSigner.TryReadPem(pem, null).Should().BeNull("nobody is asked for a password on a terminal");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----")]
    public void What_is_no_private_key_is_not_read(string pem) => LocalSigner.TryReadPem(pem, null).Should().BeNull();

    [Fact]
    public void Keys_that_are_too_small_or_of_another_curve_are_not_read()
    {
        using RSA small = RSA.Create(1024);
        using RSA odd = RSA.Create(2176);
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        TufKey.TryMake(KeyScheme.RsaPssSha256, small.ExportSubjectPublicKeyInfoPem()).Should().BeNull();
        TufKey.TryMake(KeyScheme.RsaPssSha256, odd.ExportSubjectPublicKeyInfoPem()).Should().BeNull();
        TufKey.TryMake(KeyScheme.EcdsaP256Sha256, curve.ExportSubjectPublicKeyInfoPem()).Should().BeNull();
        TufKey.TryMake(KeyScheme.EcdsaP256Sha256, odd.ExportSubjectPublicKeyInfoPem()).Should().BeNull();
        LocalSigner.TryReadPem(small.ExportPkcs8PrivateKeyPem(), null).Should().BeNull();
        FluentActions.Invoking(() => LocalSigner.Create(KeyScheme.RsaPssSha256, 2176)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => LocalSigner.Create(KeyScheme.Unknown)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void An_RSA_key_for_which_anybody_can_sign_is_none()
    {
        using RSA rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Modulus = Modulus(), Exponent = [3] });
        TufKey.TryMake(KeyScheme.RsaPssSha256, rsa.ExportSubjectPublicKeyInfoPem()).Should().BeNull();

        static byte[] Modulus()
        {
            using RSA made = (RSA)RSA.Create(2048);
            return made.ExportParameters(false).Modulus!;
        }
    }

    [Theory]
    [InlineData("before", "")]
    [InlineData("", "after")]
    [InlineData("", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public void A_public_key_stands_alone_in_its_text(string before, string after) =>
        TufKey.TryMake(KeyScheme.EcdsaP256Sha256, before + PublicTextOf(TestKeys.P256("a")) + after).Should().BeNull();

    [Fact]
    public void A_key_of_an_unknown_scheme_is_read_and_worth_nothing()
    {
        JsonObject members = JsonObject.Of(
            ("keytype", new JsonText("ml-dsa")), ("scheme", new JsonText("ml-dsa-65")), ("keyval", JsonObject.Of(("public", new JsonText("00")))));
        TufKey key = TufKey.TryRead(members)!;
        key.Scheme.Should().Be(KeyScheme.Unknown);
        key.Fingerprint.Should().BeNull();
        key.Verify([], []).Should().Be(SignatureVerdict.UnusableKey);
    }

    [Fact]
    public void Without_libcrypto_nothing_is_known_of_an_Ed25519_signature()
    {
        LibCrypto.TryLoad(["no-such-library.so"]).Should().BeNull();
        LibCrypto.TryLoad(["libc.so.6"]).Should().BeNull("it has not the functions");
        Ed25519.Verify(null, new byte[Ed25519.KeySize], [], new byte[Ed25519.SignatureSize]).Should().Be(SignatureVerdict.NoLibrary);
    }

    internal static string PublicTextOf(LocalSigner signer) => ((JsonText)((JsonObject)signer.Key.Members["keyval"]!)["public"]!).Value;

    private static LocalSigner SignerOf(string scheme) => scheme switch
    {
        "P-256" => TestKeys.P256("a"),
        "RSA 2048" => TestKeys.Rsa(2048),
        "RSA 3072" => TestKeys.Rsa(3072),
        "RSA 4096" => TestKeys.Rsa(4096),
        _ => TestKeys.Ed25519("a"),
    };
}
