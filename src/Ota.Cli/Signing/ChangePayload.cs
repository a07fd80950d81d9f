using System.Security.Cryptography;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;
using Ota.V1;

namespace Ota.Cli.Signing;

/// <summary>What the bytes of a change say, read here: a server that was taken over must not be able to describe them otherwise.</summary>
/// <param name="Bytes">What is signed.</param>
/// <param name="Role">Whose file it is, as the server says; the bytes do not.</param>
/// <param name="Metadata">What they say.</param>
internal sealed record ChangePayload(byte[] Bytes, RoleName Role, TargetsMetadata Metadata)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <exception cref="CliException">The bytes are nothing that a change may be, or not what the server says of them.</exception>
    public static ChangePayload Read(Change change)
    {
        byte[] bytes = change.Payload.ToByteArray();
        RoleName role = RoleOf(change);
        JsonLimits limits = new() { MaxBytes = MetadataLimits.Default.TargetsBytes };
        JsonObject signed = CanonicalBytes.TryRead(bytes, limits) ?? throw Refuse(change, "they are not the canonical form of a file");
        TargetsMetadata metadata = MetadataDecoder.TryDecode(signed, MetadataRole.Targets, MetadataDialect.Tuf, out string? problem) as TargetsMetadata
            ?? throw Refuse(change, problem!);
        if (metadata.VehicleId is not null) throw Refuse(change, "they are a Director's file for one vehicle, which no person signs");
        return metadata.Version == change.Version
            ? new ChangePayload(bytes, role, metadata)
            : throw Refuse(change, $"they have version {metadata.Version} and the server says {change.Version}");
    }

    public static RoleName RoleOf(Change change) =>
        change.Role == RoleName.Targets.Value ? RoleName.Targets : RoleName.TryParse(change.Role) ?? throw Refuse(change, $"'{change.Role}' is no role");

    private static CliException Refuse(Change change, string why) =>
        CliException.Refused($"Do not sign {change.Name}: the bytes that the server shows are no targets file that it may ask for: {why.TrimEnd('.')}. Ask who runs the server.");
}
