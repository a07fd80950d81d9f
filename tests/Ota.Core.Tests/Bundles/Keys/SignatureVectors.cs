using System.Text.Json;
using Ota.Testing;

namespace Ota.Core.Tests.Bundles.Keys;

/// <summary>The files of tests/vectors/sig.</summary>
internal static class SignatureVectors
{
    /// <summary>A Wycheproof file: each test with the public key of its group.</summary>
    public static IEnumerable<SignatureVector> Wycheproof(string file, Func<JsonElement, string> publicKey)
    {
        using JsonDocument document = Open(file);
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                yield return new SignatureVector(
                    $"{test.GetProperty("tcId").GetInt32()} {test.GetProperty("comment").GetString()}",
                    publicKey(group),
                    Bytes(test, "msg"),
                    Bytes(test, "sig"),
                    test.GetProperty("result").GetString() == "valid",
                    []);
            }
        }
    }

    /// <summary>The vectors of CCTV, whose flags say what is odd about the points.</summary>
    public static IEnumerable<SignatureVector> Cctv()
    {
        using JsonDocument document = Open("cctv_ed25519vectors.json");
        foreach (JsonElement test in document.RootElement.EnumerateArray())
        {
            JsonElement flags = test.GetProperty("flags");
            yield return new SignatureVector(
                $"{test.GetProperty("number").GetInt32()} {flags}",
                test.GetProperty("key").GetString()!,
                System.Text.Encoding.UTF8.GetBytes(test.GetProperty("msg").GetString()!),
                Bytes(test, "sig"),
                false,
                flags.ValueKind == JsonValueKind.Null ? [] : [.. flags.EnumerateArray().Select(flag => flag.GetString()!)]);
        }
    }

    private static JsonDocument Open(string file) => JsonDocument.Parse(File.ReadAllBytes(RepositoryRoot.Combine("tests/vectors/sig/" + file)));

    private static byte[] Bytes(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);
}
