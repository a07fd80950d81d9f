using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Keys;

/// <summary>What a new key is.</summary>
/// <param name="Scheme">How it signs.</param>
/// <param name="RsaSize">Bits of an RSA key.</param>
internal sealed record NewKeyKind(KeyScheme Scheme, int RsaSize = 3072)
{
    private const string Default = "rsa";

    private static readonly Dictionary<string, NewKeyKind> Known = new()
    {
        [Default] = new(KeyScheme.RsaPssSha256),
        ["rsa-2048"] = new(KeyScheme.RsaPssSha256, 2048),
        ["rsa-4096"] = new(KeyScheme.RsaPssSha256, 4096),
        ["ecdsa"] = new(KeyScheme.EcdsaP256Sha256),
        ["ed25519"] = new(KeyScheme.Ed25519),
    };

    public static Option<NewKeyKind> CreateOption()
    {
        Option<NewKeyKind> option = new("--scheme")
        {
            HelpName = "SCHEME",
            Description = $"One of {string.Join(", ", Known.Keys)}; {Default} unless given, which is RSA-PSS-SHA256 with 3072 bits and read by every known "
                + "client in vehicles. ecdsa is P-256.",
            DefaultValueFactory = _ => Known[Default],
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (Known.TryGetValue(text, out NewKeyKind? kind)) return kind;
                string hint = NearestWord.To(text, Known.Keys) is { } nearest ? $"Did you mean {nearest}?" : $"Use {string.Join(", ", Known.Keys)}.";
                result.AddError($"--scheme: '{text}' is no scheme. {hint}");
                return null;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Known.Keys]);
        return option;
    }

    /// <exception cref="CliException">This machine cannot make such a key.</exception>
    public LocalSigner Make()
    {
        try
        {
            return LocalSigner.Create(Scheme, RsaSize);
        }
        catch (PlatformNotSupportedException)
        {
            throw CliException.Refused("Ed25519 needs libcrypto of OpenSSL 3, which this machine lacks; install it or choose another --scheme.");
        }
    }
}
