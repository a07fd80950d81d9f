using System.Security.Cryptography;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Vehicles;

public sealed class EcuKeyTests
{
    [Fact]
    public void The_keys_that_ECUs_have_are_taken()
    {
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        using RSA rsa = RSA.Create(4096);
        foreach (byte[] key in new[] { p256.ExportSubjectPublicKeyInfo(), p521.ExportSubjectPublicKeyInfo(), rsa.ExportSubjectPublicKeyInfo() })
            EcuKey.HasForm(key).Should().BeTrue();
        EcuKey.HasForm(Convert.FromHexString("302a300506032b6570032100" + new string('0', 64))).Should().BeTrue("that is Ed25519");
    }

    [Fact]
    public void A_key_that_is_cut_or_has_more_after_it_is_none()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = key.ExportSubjectPublicKeyInfo();
        for (int length = 0; length < der.Length; length++) EcuKey.HasForm(der.AsSpan(0, length)).Should().BeFalse();
        EcuKey.HasForm([.. der, 0]).Should().BeFalse();
        EcuKey.HasForm(new byte[EcuKey.MaxSize + 1]).Should().BeFalse();
    }
}
