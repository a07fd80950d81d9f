using Ota.Core.Bundles.Json;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Metadata;

/// <summary>Reads the delegations of a targets file.</summary>
internal static class DelegationsDecoder
{
    private const int MaxPrefixLength = 64;

    public static Delegations Read(MetadataFields fields)
    {
        // TAP 15; passing over it would turn what it delegates into "there is no such image".
        if (fields.Members["succinct_roles"] is not null) throw fields.Refuse("succinct_roles", "left out");
        List<DelegatedRole> roles = fields.List(
            "roles", item => item is JsonObject role ? ReadRole(new(role, "delegations.roles")) : null, "an array of roles");
        bool isUnique = roles.Select(role => role.Name).Distinct().Count() == roles.Count;
        if (!isUnique) throw fields.Refuse("roles", "an array that names each role once");
        return new Delegations(MetadataDecoder.ReadKeys(fields.Fields("keys")), roles);
    }

    private static DelegatedRole ReadRole(MetadataFields fields)
    {
        RoleName name = RoleName.TryParse(fields.Text("name")) ?? throw fields.Refuse("name", "a name that a delegated role may have");
        bool hasPaths = fields.Members["paths"] is not null;
        if (hasPaths == fields.Members["path_hash_prefixes"] is not null)
            throw fields.Refuse("paths", "the only one of paths and path_hash_prefixes");
        return new DelegatedRole(name, MetadataDecoder.ReadRoleKeys(fields), fields.Flag("terminating"))
        {
            Paths = hasPaths
                ? fields.List("paths", item => PathPattern.TryParse((item as JsonText)?.Value), "an array of patterns with ? and * only")
                : [],
            PathHashPrefixes = hasPaths ? [] : fields.List("path_hash_prefixes", ReadPrefix, "an array of beginnings of SHA-256"),
            HardwareIds = fields.Members["hardwareIds"] is null
                ? []
                : fields.List("hardwareIds", item => HardwareId.TryParse((item as JsonText)?.Value), "an array of hardware ids"),
        };
    }

    private static string? ReadPrefix(JsonValue item) =>
        item is JsonText { Value: { Length: > 0 and <= MaxPrefixLength } text } && text.All(char.IsAsciiHexDigitLower) ? text : null;
}
