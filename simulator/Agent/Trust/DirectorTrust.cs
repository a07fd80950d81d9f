using Google.Protobuf;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Simulator.Agent.Trust;

/// <summary>
/// Verifies the Director's files of many vehicles by one root. The way from the given root to the newest is gone once a minute, not once
/// for each vehicle; what is each vehicle's own is verified each time.
/// </summary>
/// <param name="root">A root that is trusted.</param>
/// <param name="fetchRoot">Gives roots in between that did not come with a job; null if there is no such way.</param>
/// <param name="time">What the time is.</param>
internal sealed class DirectorTrust(byte[] root, Func<string, Task<byte[]?>>? fetchRoot, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock _sync = new();
    private (ByteString? Newest, TrustedSet Set)? _known;

    /// <summary>The newest root so far; null before any.</summary>
    public RootMetadata? Root
    {
        get
        {
            lock (_sync) return _known?.Set.Root.Metadata;
        }
    }

    /// <summary>Verifies files as they came with a job.</summary>
    /// <returns>The set, complete unless a file was refused.</returns>
    public async Task<(TrustedSet? Set, Refusal? Refusal)> CheckAsync(IReadOnlyDictionary<string, ByteString> files)
    {
        ByteString? newest = files.Where(file => file.Key.EndsWith(".root.json", StringComparison.Ordinal)).Select(file => file.Value).FirstOrDefault();
        TrustedSet? set = Recall(newest);
        if (set is null)
        {
            Refusal? refusal = RefreshMachine.Start(root, MetadataDialect.Tuf, MetadataLimits.Default, time.GetUtcNow(), out set);
            while (refusal is null && RefreshMachine.Next(set!) is WantedFile.Root wanted)
                refusal = RefreshMachine.Apply(set!, wanted, await RootAsync(wanted.FileName, files), out set);
            if (refusal is not null) return (null, refusal);
            lock (_sync) _known = (newest, set!);
        }

        return await TrustRefresh.CompleteAsync(set!, wanted => Task.FromResult(files.GetValueOrDefault(wanted.FileName)?.ToByteArray()));
    }

    private TrustedSet? Recall(ByteString? newest)
    {
        lock (_sync)
        {
            return _known is { } known && Equals(known.Newest, newest) && time.GetUtcNow() - known.Set.ReferenceTime < Fresh ? known.Set : null;
        }
    }

    private async Task<byte[]?> RootAsync(string name, IReadOnlyDictionary<string, ByteString> files)
    {
        if (files.TryGetValue(name, out ByteString? came)) return came.ToByteArray();
        // None of a job's files is a later root: then there is none in between.
        bool isBetween = files.Keys.Any(file => file.EndsWith(".root.json", StringComparison.Ordinal) && VersionOf(file) > VersionOf(name));
        return isBetween && fetchRoot is not null ? await fetchRoot(name) : null;
    }

    private static long VersionOf(string file) =>
        long.TryParse(file.AsSpan(0, Math.Max(0, file.IndexOf('.', StringComparison.Ordinal))), out long version) ? version : 0;
}
