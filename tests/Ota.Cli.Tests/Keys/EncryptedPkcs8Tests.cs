using Ota.Cli.Keys;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Tests.Keys;

public sealed class EncryptedPkcs8Tests
{
    [Theory]
    [InlineData("correct horse")]
    [InlineData("größer als ß \" \\")]
    public void What_was_encrypted_opens_with_its_passphrase_and_no_other(string passphrase)
    {
        using LocalSigner made = LocalSigner.Create(KeyScheme.Ed25519);
        string pem = EncryptedPkcs8.Encrypt(made.ToPem(null), passphrase);
        pem.Should().StartWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n").And.EndWith("-----END ENCRYPTED PRIVATE KEY-----\n");
        using LocalSigner? read = LocalSigner.TryReadPem(pem, passphrase);
        read!.Key.Id.Should().Be(made.Key.Id);
        LocalSigner.TryReadPem(pem, passphrase + " ").Should().BeNull();
        LocalSigner.TryReadPem(pem, null).Should().BeNull();
    }

    [Fact]
    public void The_same_key_never_has_the_same_file_twice()
    {
        using LocalSigner made = LocalSigner.Create(KeyScheme.Ed25519);
        EncryptedPkcs8.Encrypt(made.ToPem(null), "correct horse").Should().NotBe(EncryptedPkcs8.Encrypt(made.ToPem(null), "correct horse"));
    }
}
