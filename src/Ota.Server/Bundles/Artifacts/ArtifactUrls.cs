using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>
/// URLs that let anybody fetch one artifact until a moment: ?exp= has it in Unix seconds, sig= an HMAC-SHA256 over name and moment, under a
/// key in DIR/pki. Whoever removes that file and starts anew ends all of them.
/// </summary>
internal sealed class ArtifactUrls
{
    public const string Prefix = "/artifacts/sha256/";

    private readonly byte[] _key;
    private readonly TimeProvider _time;

    public ArtifactUrls(HostingOptions hosting, TimeProvider time, RandomNumberGenerator random)
    {
        _time = time;
        string path = Path.Combine(hosting.Data, "pki", "artifact-urls.key");
        if (!File.Exists(path))
        {
            byte[] key = new byte[HMACSHA256.HashSizeInBytes];
            random.GetBytes(key);
            DurableFile.WriteBytes(path, key);
        }

        _key = File.ReadAllBytes(path);
        if (_key.Length < HMACSHA256.HashSizeInBytes) throw new StartException($"{path} is too short for a key: remove it, and the next start makes another.");
    }

    /// <returns>Path and query.</returns>
    public string Sign(string sha256, DateTimeOffset until)
    {
        long expires = until.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sha256}?exp={expires}&sig={Base64Url.EncodeToString(CodeOf(sha256, expires))}");
    }

    public static bool IsSigned(IQueryCollection query) => query.ContainsKey("sig");

    /// <returns>Null if the URL opens the artifact, else a sentence that says why not.</returns>
    public string? Problem(string sha256, IQueryCollection query)
    {
        if (Single(query["exp"]) is not { } exp || Single(query["sig"]) is not { } sig) return "The signed URL is not whole: use it as it was handed out.";
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bool isCode = sig.Length == Base64Url.GetEncodedLength(given.Length) && Base64Url.TryDecodeFromChars(sig, given, out _);
        if (!isCode || !long.TryParse(exp, NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
            || !CryptographicOperations.FixedTimeEquals(given, CodeOf(sha256, expires)))
        {
            return "The URL is not signed by this server: use it as it was handed out.";
        }

        return expires > _time.GetUtcNow().ToUnixTimeSeconds() ? null : "The signed URL has expired: get a new one.";
    }

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;

    private byte[] CodeOf(string sha256, long expires) =>
        HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"artifact\n{sha256}\n{expires}")));
}
