using Ota.Core.Bundles.Keys;

namespace Ota.EndToEnd.Attacks;

/// <summary>The attacks on metadata, by readable names.</summary>
internal sealed class MetadataAttacks(AttackedWorld world, Repository repository)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromDays(3);

    // What the file that names it says of its length and hash is held against it before its signatures are.
    private const string NotTheFile = "Expected hash|Expected length|Max length reached";

    private static readonly string[] Roles = ["root", "timestamp", "snapshot", "targets"];

    public static IEnumerable<string> Names =>
    [
        .. Roles.SelectMany(role => new[] { $"{role} with one bit flipped", $"{role} truncated", $"{role} without signatures", $"{role} with one signature twice", $"{role} without end" }),
        "an older generation after a newer one", "the same files for three days", "the new snapshot with the old targets", "the old snapshot with the new timestamp",
        "the snapshot in the place of the targets", "the timestamp of the other repository", "an error in the place of no next root",
        "the next root signed by only the old keys", "the next root signed by only the new keys", "the root of another version",
    ];

    public Attack Find(string name) => Roles.FirstOrDefault(role => name.StartsWith(role, StringComparison.Ordinal)) is { } role
        ? OnRole(role, name[(role.Length + 1)..])
        : OnSet(name);

    private static bool IsNamed(string role) => role is "snapshot" or "targets";

    private static Attack OnRole(string role, string what) => what switch
    {
        "with one bit flipped" => Attack.On(role, IsNamed(role) ? NotTheFile : "was signed by 0/", reply => reply.With(Deform.FlipSignedBit)),
        "truncated" => Attack.On(role, IsNamed(role) ? NotTheFile : "JSON", reply => reply.With(Deform.Truncate)),
        "without signatures" => Attack.On(role, IsNamed(role) ? NotTheFile : "was signed by 0/", reply => reply.With(Deform.StripSignatures)),
        "with one signature twice" => Attack.On(role, IsNamed(role) ? NotTheFile : "multiple signatures", reply => reply.With(Deform.DuplicateSignature)),
        "without end" => Attack.On(role, "Max length reached", reply => reply with { IsEndless = reply.IsFound }),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private Attack OnSet(string name) => name switch
    {
        "an older generation after a newer one" => new("second", "timestamp", "is less than current version", (path, reply) =>
            world.First.TryGetValue(path, out byte[]? old) ? Reply.Of(old) : reply),
        "the same files for three days" => new("second", "timestamp", "is expired", (_, reply) => reply)
        {
            Now = TimeProvider.System.GetUtcNow() + Frozen,
        },
        "the new snapshot with the old targets" => Attack.On("targets", NotTheFile, _ => Reply.Of(Old("targets"))),
        "the old snapshot with the new timestamp" => Attack.On("snapshot", NotTheFile, _ => Reply.Of(Old("snapshot"))),
        "the snapshot in the place of the targets" => Attack.On("targets", NotTheFile, _ => Reply.Of(Newest("snapshot"))),
        "the timestamp of the other repository" => Attack.On("timestamp", "was signed by 0/", _ => Reply.Of(OfOther("timestamp"))),
        "an error in the place of no next root" => new("second", "root", "Failed to download", (path, reply) =>
            Attack.IsOf(path, "root") && !reply.IsFound ? reply with { Status = 500 } : reply),
        "the next root signed by only the old keys" => NextRoot(NextRoots.SignedByOld(Newest("root"), Holders())),
        "the next root signed by only the new keys" => NextRoot(NextRoots.SignedByNew(Newest("root"))),
        "the root of another version" => Attack.On("root", "Expected version 2, got 1", reply => reply.IsFound ? Reply.Of(Old("root")) : reply),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Attack NextRoot(byte[] next) => new("second", "root", "was signed by 0/", (path, reply) =>
        Attack.IsOf(path, "root") && !reply.IsFound ? Reply.Of(next) : reply);

    private LocalSigner[] Holders() =>
        [.. new[] { "r1", "r2", "r3", "r4" }.Select(key => LocalSigner.TryReadPem(File.ReadAllText(world.Folder.Ota[key]), null)!)];

    private byte[] Old(string role) => Newest(world.First, world.PathOf(repository), role);

    private byte[] Newest(string role) => Newest(world.Second, world.PathOf(repository), role);

    private byte[] OfOther(string role) =>
        Newest(world.Second, world.PathOf(repository is Repository.Image ? Repository.Director : Repository.Image), role);

    // The first generation has seen root 1 in nobody's answers, since its client was built with it.
    private byte[] Newest(IReadOnlyDictionary<string, byte[]> seen, string folder, string role)
    {
        string[] paths = [.. seen.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && Attack.IsOf(path, role)).Order(StringComparer.Ordinal)];
        return paths.Length > 0 ? seen[paths[^1]] : File.ReadAllBytes(Path.Combine(world.StateOf(repository, "first"), $"{role}.json"));
    }
}
