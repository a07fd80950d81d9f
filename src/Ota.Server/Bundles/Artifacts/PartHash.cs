using System.Security.Cryptography;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Both digests of the first bytes of a part. It lives in memory: after a restart the part is read once.</summary>
internal sealed class PartHash : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);

    /// <summary>How many bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Adds the next bytes while the caller's own work on them is done beside, since SHA-512 takes longest.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> next, Action? meanwhile = null)
    {
        Task longer = Task.Run(() => _sha512.AppendData(next.Span));
        try
        {
            meanwhile?.Invoke();
            _sha256.AppendData(next.Span);
        }
        finally
        {
            await longer; // It reads memory that the caller uses again.
        }

        Length += next.Length;
    }

    public bool Matches(ArtifactTerms terms) =>
        Length == terms.Length
        && Convert.ToHexStringLower(_sha256.GetCurrentHash()) == terms.Sha256
        && Convert.ToHexStringLower(_sha512.GetCurrentHash()) == terms.Sha512;

    public void Dispose()
    {
        _sha256.Dispose();
        _sha512.Dispose();
    }
}
