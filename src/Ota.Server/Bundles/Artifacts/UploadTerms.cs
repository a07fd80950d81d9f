using System.Security.Cryptography;
using System.Text;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>What an upload is to become and whose it is; kept beside the part.</summary>
internal sealed record UploadTerms(string Operator, ArtifactTerms Artifact)
{
    /// <summary>Follows from the rest, so that whoever announces the same again finds the same upload, and nobody else does.</summary>
    public string Id()
    {
        byte[] text = Encoding.UTF8.GetBytes($"{Operator}\n{Artifact.Sha256}\n{Artifact.Sha512}\n{Artifact.Length}");
        return Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 16));
    }
}
