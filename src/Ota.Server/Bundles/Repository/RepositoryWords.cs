using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>The words that tables and file names have for kinds and states.</summary>
internal static class RepositoryWords
{
    private static readonly Dictionary<V1.ChangeKind, string> Kinds = new()
    {
        [V1.ChangeKind.Bundle] = "bundle",
        [V1.ChangeKind.Withdrawal] = "withdrawal",
        [V1.ChangeKind.Delegation] = "delegation",
        [V1.ChangeKind.DelegationEnd] = "delegation_end",
        [V1.ChangeKind.Renewal] = "renewal",
    };

    private static readonly Dictionary<V1.ChangeState, string> States = new()
    {
        [V1.ChangeState.Open] = "open",
        [V1.ChangeState.Published] = "published",
        [V1.ChangeState.Dropped] = "dropped",
    };

    public static string Of(V1.RepositoryKind kind) => kind == V1.RepositoryKind.Director ? "director" : "image";

    public static string Of(V1.ChangeKind kind) => Kinds[kind];

    public static string Of(V1.ChangeState state) => States[state];

    public static string Of(MetadataRole role) => MetadataDialect.Tuf.TypeOf(role);

    public static V1.ChangeKind KindOf(string word) => Kinds.Single(kind => kind.Value == word).Key;

    public static V1.ChangeState StateOf(string word) => States.Single(state => state.Value == word).Key;

    /// <summary>The name of any targets role, the top one among them; null if the text is none.</summary>
    public static RoleName? RoleOf(string text) => text == RoleName.Targets.Value ? RoleName.Targets : RoleName.TryParse(text);
}
