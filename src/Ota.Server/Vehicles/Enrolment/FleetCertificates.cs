using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>
/// Which certificates of vehicles are good, in memory, so that a connecting fleet asks the database nothing. What is not here, because
/// another server issued it or the memory is full, is looked up. Revocations of other servers come with <see cref="RefreshAsync"/>.
/// </summary>
internal sealed class FleetCertificates(EnrolmentStore store, TimeProvider time)
{
    private const int MostKept = 2_000_000; // About 100 MB.

    // Servers' clocks differ, and a transaction that began before the last look may have committed after it.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, bool> _isGood = [];
    private readonly HashSet<string> _ended = []; // Vids, not more than were revoked between two looks of the worker.

    // A hint: when it is lost in a full channel, another one is in there already.
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _looked = time.GetUtcNow().UtcTicks;

    /// <summary>Has an item after revocations by this server.</summary>
    public ChannelReader<bool> Hints => _hints.Reader;

    public static string FingerprintOf(X509Certificate2 certificate) =>
        certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    public async Task LoadAsync()
    {
        await foreach (CertificateRow row in store.CertificatesAsync(MostKept)) Keep(row.Fingerprint, row.Revoked is null);
    }

    /// <summary>Whether a certificate, whose time the caller has checked, was issued here and not revoked.</summary>
    public async ValueTask<bool> IsGoodAsync(X509Certificate2 certificate, CancellationToken stop)
    {
        string fingerprint = FingerprintOf(certificate);
        lock (_gate)
        {
            if (_isGood.TryGetValue(KeyOf(fingerprint), out bool isGood)) return isGood;
        }

        if (await store.FindCertificateAsync(fingerprint, stop) is not { } row) return false;
        return Keep(fingerprint, row.Revoked is null);
    }

    /// <summary>Takes over what was revoked lately, by any server.</summary>
    public async Task RefreshAsync(CancellationToken stop)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset since = new DateTimeOffset(Volatile.Read(ref _looked), TimeSpan.Zero) - Overlap;
        IReadOnlyList<RevokedRow> revoked = await store.RevokedSinceAsync(since, stop);
        lock (_gate)
        {
            foreach (RevokedRow row in revoked)
            {
                bool isNews = _isGood.GetValueOrDefault(KeyOf(row.Fingerprint), true);
                Keep(row.Fingerprint, isGood: false);
                // One that has enrolled anew loses its old connection once, and is then left alone.
                if (isNews || row.Others == 0) _ended.Add(row.Vid);
            }
        }

        Volatile.Write(ref _looked, now.UtcTicks);
    }

    /// <summary>The vehicles whose connections are to end, each time it was found.</summary>
    public IReadOnlyList<string> TakeEnded()
    {
        lock (_gate)
        {
            string[] ended = [.. _ended];
            _ended.Clear();
            return ended;
        }
    }

    /// <summary>After a revocation by this server: no new connection from here on, and open ones end soon.</summary>
    public async Task NoteRevocationAsync(CancellationToken stop)
    {
        await RefreshAsync(stop);
        _hints.Writer.TryWrite(true);
    }

    /// <summary>A revocation is final: what is not good does not become good again by a look-up that was under way.</summary>
    public bool Keep(string fingerprint, bool isGood)
    {
        UInt128 key = KeyOf(fingerprint);
        lock (_gate)
        {
            isGood &= _isGood.GetValueOrDefault(key, true);
            if (_isGood.Count < MostKept || _isGood.ContainsKey(key)) _isGood[key] = isGood;
            return isGood;
        }
    }

    // Half of a SHA-256: nobody but the CA can make certificates to choose from, so none collides.
    private static UInt128 KeyOf(string fingerprint) =>
        UInt128.Parse(fingerprint.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
