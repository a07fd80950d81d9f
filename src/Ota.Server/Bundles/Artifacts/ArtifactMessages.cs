using Google.Protobuf.WellKnownTypes;

namespace Ota.Server.Bundles.Artifacts;

internal static class ArtifactMessages
{
    public static V1.Artifact From(StoredArtifact artifact) => new()
    {
        Sha256 = artifact.Terms.Sha256,
        Sha512 = artifact.Terms.Sha512,
        Length = artifact.Terms.Length,
        CreateTime = artifact.Created.ToTimestamp(),
        Creator = $"operators/{artifact.Creator}",
    };
}
