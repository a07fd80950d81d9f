using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ota.Core.Audit;

/// <summary>
/// The hash chain of the audit log. The hash of a link is SHA-256 over the previous link's hash (32 bytes; zeros before the
/// first), the sequence number, the time in Unix milliseconds and the stage (8 bytes each, big-endian), then each text as its
/// length in UTF-8 bytes (4 bytes, big-endian) and the bytes. Lengths go first so that no two entries encode alike.
/// </summary>
public static class AuditChain
{
    /// <summary>What stands in for the previous hash at the first link.</summary>
    public static string Origin { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Makes the next link.</summary>
    /// <param name="last">The last link; null if the entry is the first.</param>
    /// <param name="entry">What happened.</param>
    public static AuditLink Append(AuditLink? last, AuditEntry entry)
    {
        long sequence = (last?.Sequence ?? 0) + 1;
        return new AuditLink(sequence, entry, HashOf(last?.Hash ?? Origin, sequence, entry));
    }

    /// <summary>Checks links that follow each other.</summary>
    /// <param name="links">The links in order, from the first, or from after <paramref name="start"/>.</param>
    /// <param name="start">A link that is trusted already; null to check from the first.</param>
    /// <returns>The first break, or null if there is none. A cut-off end shows only against a remembered last link.</returns>
    public static AuditBreak? Verify(IEnumerable<AuditLink> links, AuditLink? start = null)
    {
        ArgumentNullException.ThrowIfNull(links);
        AuditLink? last = start;
        foreach (AuditLink link in links)
        {
            AuditLink expected = Append(last, link.Entry);
            if (link.Sequence != expected.Sequence)
                return new AuditBreak(expected.Sequence, $"Entry {expected.Sequence} is missing; the next one found is {link.Sequence}.");
            if (link.Hash != expected.Hash)
                return new AuditBreak(link.Sequence, $"Entry {link.Sequence} was changed, or the entry before it was.");
            last = link;
        }

        return null;
    }

    private static string HashOf(string previous, long sequence, AuditEntry entry)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(previous));
        AppendNumber(hash, sequence);
        AppendNumber(hash, entry.Time.ToUnixTimeMilliseconds());
        AppendNumber(hash, (long)entry.Stage);
        foreach (string text in TextsOf(entry)) AppendText(hash, text);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string[] TextsOf(AuditEntry entry) =>
    [
        entry.CallId, entry.Actor, entry.CredentialId, entry.Method, entry.Peer, entry.Outcome, entry.RequestDigest, entry.Summary,
    ];

    private static void AppendNumber(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, utf8.Length);
        hash.AppendData(length);
        hash.AppendData(utf8);
    }
}
