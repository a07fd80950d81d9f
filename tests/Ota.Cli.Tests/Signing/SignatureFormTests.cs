using System.Security.Cryptography;
using Ota.Cli.Signing;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Tests.Signing;

public sealed class SignatureFormTests
{
    private static readonly byte[] Data = "what is signed"u8.ToArray();

    [Fact]
    public void Both_forms_of_ecdsa_end_as_der()
    {
        using LocalSigner signer = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(signer.ToPem(null));
        for (int i = 0; i < 64; i++) // Enough for an r or an s that begins with zeros or a high bit.
        {
            byte[] pair = key.SignData(Data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            byte[] der = SignatureForm.TryNormalise(signer.Key, Data, pair)!;
            signer.Key.Verify(Data, der).Should().Be(SignatureVerdict.Valid);
            SignatureForm.TryNormalise(signer.Key, Data, der).Should().Equal(der);
        }
    }

    [Fact]
    public void Numbers_in_der_have_no_needless_zeros_and_are_positive()
    {
        byte[] pair = new byte[64];
        pair[31] = 0x01;
        pair[32] = 0x80;
        byte[] der = SignatureForm.ToDer(pair);
        der[..5].Should().Equal(0x30, 0x26, 0x02, 0x01, 0x01);
        der[5..9].Should().Equal(0x02, 0x21, 0x00, 0x80);
    }

    [Fact]
    public void A_pair_of_zeros_has_a_form_too() => SignatureForm.ToDer(new byte[64]).Should().Equal(0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00);

    [Theory]
    [InlineData(KeyScheme.EcdsaP256Sha256)]
    [InlineData(KeyScheme.RsaPssSha256)]
    [InlineData(KeyScheme.Ed25519)]
    public void Other_bytes_are_no_signature(KeyScheme scheme)
    {
        using LocalSigner signer = LocalSigner.Create(scheme, 2048);
        byte[] signature = signer.Sign(Data).Value;
        SignatureForm.TryNormalise(signer.Key, Data, signature).Should().Equal(signature);
        SignatureForm.TryNormalise(signer.Key, [.. Data, 0], signature).Should().BeNull();
        SignatureForm.TryNormalise(signer.Key, Data, [.. signature, 10]).Should().BeNull();
        foreach (int length in new[] { 0, 1, 63, 64, 65, 256 }) SignatureForm.TryNormalise(signer.Key, Data, new byte[length]).Should().BeNull();
    }
}
