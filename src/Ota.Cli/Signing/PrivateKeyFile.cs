using System.Security.Cryptography;
using Ota.Cli.Connection;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Signing;

/// <summary>Reads files with a private key, and says what is wrong with others.</summary>
internal static class PrivateKeyFile
{
    private const string Open = "PRIVATE KEY";
    private const string Encrypted = "ENCRYPTED PRIVATE KEY";

    /// <exception cref="CliException">The file cannot be read, is none, or the passphrase does not open it.</exception>
    public static async Task<LocalSigner> OpenAsync(string path, int index, Passphrases passphrases, CancellationToken stop)
    {
        string pem = InputFile.ReadText(path);
        string label = LabelOf(pem);
        if (label is not (Open or Encrypted)) throw CliException.BadUsage(Describe(path, label));
        string? passphrase = label == Encrypted ? await passphrases.OpenAsync(path, index, stop) : null;
        return LocalSigner.TryReadPem(pem, passphrase) ?? throw (passphrase is null
            ? CliException.Refused($"{path} holds no key that signs metadata: use RSA of 2048, 3072 or 4096 bits, ECDSA on P-256, or Ed25519.")
            : CliException.Refused($"{path} does not open: the passphrase is wrong, or the key is not RSA of 2048, 3072 or 4096 bits, ECDSA on P-256 or Ed25519."));
    }

    /// <summary>Whether a text is said to be a private key, in whatever form.</summary>
    public static bool IsPrivate(string pem) => LabelOf(pem).EndsWith(Open, StringComparison.Ordinal);

    private static string LabelOf(string pem) => PemEncoding.TryFind(pem, out PemFields fields) ? pem[fields.Label] : "";

    private static string Describe(string path, string label) => label switch
    {
        "PUBLIC KEY" => $"{path} is a public key; signing needs the private one.",
        _ when label.EndsWith(Open, StringComparison.Ordinal) =>
            $"{path} has the older form {label}: turn it into PKCS#8 with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in {path} -out NEW`.",
        _ => $"{path} holds no private key; it must be PEM, -----BEGIN PRIVATE KEY----- or -----BEGIN ENCRYPTED PRIVATE KEY-----.",
    };
}
