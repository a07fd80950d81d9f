using Ota.Core.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Keys;

public sealed class SignatureVectorTests
{
    private const int EcdsaVectors = 484;
    private const int Ed25519Vectors = 151;
    private const int CctvVectors = 914;

    [Fact]
    public void ECDSA_on_P_256_takes_the_valid_signatures_of_Wycheproof_and_no_other()
    {
        SignatureVector[] vectors =
            [.. SignatureVectors.Wycheproof("ecdsa_secp256r1_sha256_test.json", group => group.GetProperty("publicKeyPem").GetString()!)];
        vectors.Should().HaveCount(EcdsaVectors);
        Verdicts(KeyScheme.EcdsaP256Sha256, vectors).Should().OnlyContain(one => one.Found == one.Expected);
    }

    [Fact]
    public void Ed25519_takes_the_valid_signatures_of_Wycheproof_and_no_other()
    {
        SignatureVector[] vectors =
            [.. SignatureVectors.Wycheproof("ed25519_test.json", group => group.GetProperty("publicKey").GetProperty("pk").GetString()!)];
        vectors.Should().HaveCount(Ed25519Vectors);
        Verdicts(KeyScheme.Ed25519, vectors).Should().OnlyContain(one => one.Found == one.Expected);
    }

    /// <summary>
    /// RFC 8032 leaves open whether the cofactor is multiplied in and which odd points are taken. libcrypto does not multiply, so what
    /// is left over of low order is refused, and compares the first half byte for byte, so only its canonical encoding passes.
    /// </summary>
    [Fact]
    public void Libcrypto_refuses_what_is_left_over_and_what_is_encoded_oddly_in_the_signature_and_takes_any_key()
    {
        SignatureVector[] vectors = [.. SignatureVectors.Cctv()];
        vectors.Should().HaveCount(CctvVectors);
        foreach (SignatureVector vector in vectors)
        {
            bool expected = !vector.Flags.Contains("non_canonical_R") && !vector.Flags.Contains("low_order_residue");
            SignatureVerdict verdict =
                Ed25519.Verify(LibCrypto.Instance, Convert.FromHexString(vector.PublicKey), vector.Data, vector.Signature);
            (verdict == SignatureVerdict.Valid).Should().Be(expected, vector.Name);
        }
    }

    /// <summary>Anybody can sign for a key of low order, and a key with two encodings would count twice: we take neither.</summary>
    [Fact]
    public void A_key_for_which_anybody_can_sign_or_that_has_two_encodings_is_none()
    {
        string[] refused = ["low_order_A", "non_canonical_A"];
        foreach (SignatureVector vector in SignatureVectors.Cctv())
        {
            bool isUsable = TufKey.TryMake(KeyScheme.Ed25519, vector.PublicKey) is not null;
            isUsable.Should().Be(!vector.Flags.Intersect(refused).Any(), vector.Name);
        }
    }

    private static List<(string Name, bool Expected, bool Found)> Verdicts(KeyScheme scheme, IEnumerable<SignatureVector> vectors) =>
    [
        .. vectors.Select(vector => (
            vector.Name,
            vector.IsValid,
            TufKey.TryMake(scheme, vector.PublicKey)?.Verify(vector.Data, vector.Signature) == SignatureVerdict.Valid)),
    ];
}
