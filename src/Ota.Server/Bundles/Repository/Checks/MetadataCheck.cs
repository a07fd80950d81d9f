using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>
/// Every file of the Image repository below the roots: its form, its version, its signatures by the keys of some root or delegation of
/// its time, and that snapshots and the timestamp name files that are there.
/// </summary>
internal sealed class MetadataCheck(RepositorySession session, CheckReport report, IReadOnlyList<RootMetadata> roots)
{
    private const string Restore = "restore the database from a backup";

    private readonly Dictionary<string, StoredFile> _files = [];
    private readonly List<Delegations> _delegations = [];

    public async Task RunAsync(IEnumerable<MetadataName> names)
    {
        foreach (MetadataName name in names.Where(name => name.Role != "root").OrderBy(Order).ThenBy(name => name.Version))
        {
            if (await MetadataRows.FindAsync(session, V1.RepositoryKind.Image, name.File) is not { } file) continue; // The timestamp was just replaced.
            report.FileRead();
            await report.BytesReadAsync(file.Bytes.Length);
            _files[file.Name] = StoredFile.Of(file);
            string? problem = name.Length != file.Bytes.Length ? "its length is another than was noted" : Problem(file);
            if (problem is not null) await report.ProblemAsync($"{file.Name}: {problem}; {Restore}.");
        }
    }

    // What others are held against comes before them.
    private static int Order(MetadataName name) => name.Role switch { "targets" => 0, "snapshot" => 2, "timestamp" => 3, _ => 1 };

    private string? Problem(MetadataFile file) => file.Role switch
    {
        "timestamp" => Look<TimestampMetadata>(file, MetadataRole.Timestamp, RootRings(MetadataRole.Timestamp), timestamp =>
            ReferenceProblem(RepositoryFiles.Snapshot(timestamp.Snapshot.Version), timestamp.Snapshot)),
        "snapshot" => Look<SnapshotMetadata>(file, MetadataRole.Snapshot, RootRings(MetadataRole.Snapshot), SnapshotProblem),
        "targets" => Look<TargetsMetadata>(file, MetadataRole.Targets, RootRings(MetadataRole.Targets), targets =>
        {
            if (targets.Delegations is { } delegations) _delegations.Add(delegations);
            return null;
        }),
        _ => Look<TargetsMetadata>(file, MetadataRole.Targets, DelegatedRings(file.Role), _ => null),
    };

    private static string? Look<T>(MetadataFile file, MetadataRole role, IEnumerable<KeyRing> rings, Func<T, string?> further)
        where T : RoleMetadata
    {
        if (SignedFile.TryRead<T>(file.Bytes.Span, role, out string? problem) is not { } read) return $"it cannot be read ({problem})";
        if (read.Metadata.Version != file.Version) return "it has another version than its name";
        return rings.Any(ring => read.Envelope.Count(ring).IsMet) ? further(read.Metadata) : "not enough keys that were ever its role's have signed it";
    }

    private IEnumerable<KeyRing> RootRings(MetadataRole role) => roots.Reverse().Select(root => root.RingOf(role));

    private IEnumerable<KeyRing> DelegatedRings(string role) =>
        _delegations.AsEnumerable().Reverse().Select(one => RoleName.TryParse(role) is { } name ? one.RingOf(name) : null).OfType<KeyRing>();

    private string? SnapshotProblem(SnapshotMetadata snapshot) => snapshot.Files
        .Select(file => ReferenceProblem($"{file.Value.Version}.{file.Key}", file.Value))
        .FirstOrDefault(problem => problem is not null);

    private string? ReferenceProblem(string name, FileReference reference)
    {
        if (!_files.TryGetValue(name, out StoredFile? file)) return $"it names {name}, which is not there";
        return file.Is(reference) ? null : $"it names another {name} than the one that is there";
    }
}
