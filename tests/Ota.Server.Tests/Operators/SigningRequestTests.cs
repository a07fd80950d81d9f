using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Ota.Server.Operators;

namespace Ota.Server.Tests.Operators;

public sealed class SigningRequestTests
{
    [Fact]
    public void Strong_keys_are_taken()
    {
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA rsa = RSA.Create(2048);
        SigningRequest.TryRead(Credentials.SigningRequest(p256), out _).Should().NotBeNull();
        SigningRequest.TryRead(Credentials.SigningRequest(p384), out _).Should().NotBeNull();
        SigningRequest.TryRead(Of(rsa), out _).Should().NotBeNull();
    }

    [Fact]
    public void Weak_and_unusual_keys_are_refused()
    {
        using RSA rsa = RSA.Create(1024);
        using ECDsa p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        SigningRequest.TryRead(Of(rsa), out string problem).Should().BeNull();
        problem.Should().Contain("2048");
        SigningRequest.TryRead(Credentials.SigningRequest(p521), out _).Should().BeNull();
    }

    [Fact]
    public void A_request_that_was_signed_by_another_key_is_refused()
    {
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest stolen = new(new X500DistinguishedName("CN=x"), new PublicKey(own), HashAlgorithmName.SHA256);
        string pem = PemEncoding.WriteString(
            "CERTIFICATE REQUEST", stolen.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(other)));
        SigningRequest.TryRead(pem, out string problem).Should().BeNull();
        problem.Should().Contain("valid signature");
    }

    [Fact]
    public void A_request_that_is_too_long_is_not_even_read()
    {
        SigningRequest.TryRead(new string('A', SigningRequest.MaxLength + 1), out string problem).Should().BeNull();
        problem.Should().StartWith("Longer than");
    }

    [Fact]
    public void No_flipped_byte_makes_reading_throw()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        Prop.ForAll(Gen.Choose(0, der.Length - 1).Zip(Gen.Choose(1, 255)).ToArbitrary(), flip =>
        {
            byte[] hurt = [.. der];
            hurt[flip.Item1] ^= (byte)flip.Item2;
            SigningRequest.TryRead(PemEncoding.WriteString("CERTIFICATE REQUEST", hurt), out _);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static string Of(RSA key) =>
        new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();
}
