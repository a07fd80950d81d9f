using Ota.Cli.Connection;
using Ota.Cli.Signing;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.V1;

namespace Ota.Cli.Roots;

/// <summary>The keys that the server signs with: from the file that `ota repo online-keys` writes, or from the server itself.</summary>
internal static class OnlineKeyFile
{
    /// <exception cref="CliException">The file cannot be read, or lacks a role.</exception>
    public static ILookup<MetadataRole, TufKey> Read(string path, RepositoryKind kind)
    {
        byte[] bytes = InputFile.ReadBytes(path, InputFile.LargestPem);
        JsonArray? listed = (StrictJson.TryRead(bytes, new JsonLimits(), out _) as JsonObject)?["keys"] as JsonArray;
        if (listed is null) throw CliException.BadUsage($"{path} is not what `ota repo online-keys` writes; let the server's operator run that with --output json.");
        return Check(path, kind, listed.Items.OfType<JsonObject>().Select(one => (Text(one, "role"), Text(one, "key"))));

        static string Text(JsonObject one, string name) => (one[name] as JsonText)?.Value ?? "";
    }

    /// <exception cref="CliException">The server cannot be asked, or lacks a role.</exception>
    public static async Task<ILookup<MetadataRole, TufKey>> FetchAsync(Session session, RepositoryKind kind)
    {
        GetOnlineKeysRequest request = new() { Repository = kind };
        GetOnlineKeysResponse response =
            await session.CallAsync("Asking for the server's keys", options => session.Repository.GetOnlineKeysAsync(request, options));
        return Check(session.Connection.Settings.Address, kind, response.Keys.Select(one => (one.Role, one.Key)));
    }

    /// <summary>The roles that the server signs for.</summary>
    public static MetadataRole[] RolesOf(RepositoryKind kind) => kind is RepositoryKind.Director
        ? [MetadataRole.Targets, MetadataRole.Snapshot, MetadataRole.Timestamp]
        : [MetadataRole.Snapshot, MetadataRole.Timestamp];

    // Roles that are not the server's are passed over: a server must not make itself a root key.
    private static ILookup<MetadataRole, TufKey> Check(string origin, RepositoryKind kind, IEnumerable<(string Role, string Key)> keys)
    {
        List<(MetadataRole Role, TufKey Key)> found = [];
        foreach ((string name, string json) in keys)
        {
            MetadataRole role = RolesOf(kind).FirstOrDefault(one => RootEdit.NameOf(one) == name);
            if (role == default) continue;
            found.Add((role, PublicKeyFile.TryReadObject(json) ?? throw CliException.Refused($"{origin}: the key of the role {name} is none that can be used.")));
        }

        MetadataRole lacking = RolesOf(kind).FirstOrDefault(role => found.All(one => one.Role != role));
        return lacking == default
            ? found.ToLookup(one => one.Role, one => one.Key)
            : throw CliException.Refused($"{origin} has no key for the role {RootEdit.NameOf(lacking)}; is it for the other repository?");
    }
}
