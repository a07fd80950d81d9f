using System.Text;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Ota.EndToEnd.Attacks;

/// <summary>Files by somebody who has keys.</summary>
internal static class Forged
{
    /// <summary>The same file with the signatures of these keys alone.</summary>
    public static byte[] SignAgain(byte[] file, params IEnumerable<ISigner> signers)
    {
        JsonObject read = (JsonObject)StrictJson.TryRead(file, new JsonLimits(), out _)!;
        byte[] signed = CanonicalJson.Encode(read["signed"]!);
        JsonArray signatures = new([.. signers.Select(signer => signer.Sign(signed)).Select(one => (JsonValue)JsonObject.Of(
            ("keyid", new JsonText(one.KeyId.Value)), ("sig", new JsonText(Convert.ToHexStringLower(one.Value)))))]);
        return PublishedJson.Encode(JsonObject.Of(("signatures", signatures), ("signed", read["signed"]!)));
    }

    /// <summary>A snapshot or timestamp that says only versions, so that whoever has its key can put other files behind it.</summary>
    public static byte[] WithoutHashes(byte[] file, ISigner signer)
    {
        JsonNode read = JsonNode.Parse(file)!;
        foreach ((_, JsonNode? about) in read["signed"]!["meta"]!.AsObject())
        {
            about!.AsObject().Remove("length");
            about.AsObject().Remove("hashes");
        }

        return SignAgain(Encoding.UTF8.GetBytes(read.ToJsonString()), signer);
    }
}
