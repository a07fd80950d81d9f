using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>The state of both repositories inside one transaction, as it is and as it will be when the transaction is committed.</summary>
internal sealed class RepositoryWork
{
    /// <summary>What a change is bound to that goes live with a root.</summary>
    public const string Root = "root";

    private RepositoryWork(RepositorySession session, DateTimeOffset now, RepositorySet image, IEnumerable<ChangeRow> open)
    {
        Session = session;
        Now = now;
        Image = image;
        Open = [.. open];
    }

    public RepositorySession Session { get; }

    public DateTimeOffset Now { get; }

    public RepositorySet Image { get; set; }

    public TrustedFile<RootMetadata>? DirectorRoot { get; set; }

    /// <summary>A root of the Image repository that goes live with targets that its keys sign.</summary>
    public TrustedFile<RootMetadata>? WaitingRoot { get; set; }

    /// <summary>The oldest first.</summary>
    public List<ChangeRow> Open { get; }

    public static async Task<RepositoryWork> LoadAsync(RepositorySession session, DateTimeOffset now)
    {
        RepositorySet image = RepositorySet.Read(await MetadataRows.NewestAsync(session, V1.RepositoryKind.Image));
        RepositorySet director = RepositorySet.Read(await MetadataRows.NewestAsync(session, V1.RepositoryKind.Director));
        return new RepositoryWork(session, now, image, await ChangeRows.OpenAsync(session))
        {
            DirectorRoot = director.Root,
            WaitingRoot = await MetadataRows.WaitingRootAsync(session) is { } waiting
                ? SignedFile.Read<RootMetadata>(waiting, MetadataRole.Root, "waiting_root")
                : null,
        };
    }

    /// <summary>Whose signatures count on a change; null if nobody's.</summary>
    public RoleSigners? SignersOf(ChangeRow change) => change.BoundTo switch
    {
        "" => Image.SignersOf(change.Role),
        Root => WaitingRoot is null ? null : RoleSigners.Of(WaitingRoot.Metadata),
        _ => RoleSigners.Of(Open.Find(one => one.Id == change.BoundTo)?.Edit!.Delegate, change.Role),
    };

    public bool IsSigned(ChangeRow change) => SignersOf(change) is { } signers && change.Signed.Count(signers.Ring).IsMet;

    /// <summary>The changes that go live together with one, itself among them.</summary>
    public IReadOnlyList<ChangeRow> GroupOf(ChangeRow change) =>
        [.. Open.Where(one => one.Id == change.Id || one.Id == change.BoundTo || one.BoundTo == change.Id)];

    public async Task DropAsync(ChangeRow change, string why)
    {
        await ChangeRows.DropAsync(Session, change, why);
        Open.RemoveAll(one => one.Id == change.Id);
    }
}
