using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests.Reading;

namespace Ota.Core.Bundles.Manifests;

/// <summary>Reads manifests and says everything that is wrong, not only the first thing.</summary>
public static class ManifestCheck
{
    /// <summary>The member of an image in a source that names a local file.</summary>
    public const string FileMember = "file";

    /// <summary>Reads a manifest.</summary>
    /// <param name="utf8">Anything.</param>
    public static ManifestVerdict Read(ReadOnlySpan<byte> utf8) =>
        StrictJson.TryRead(utf8, ManifestLimits.Json, out string? problem) is { } document
            ? Read(document)
            : new ManifestVerdict(null, new ManifestParts(), [new ManifestProblem(JsonPointer.Root, problem!)]);

    /// <summary>Reads a manifest.</summary>
    /// <param name="document">Anything.</param>
    public static ManifestVerdict Read(JsonValue document) => ManifestReader.Read(document, ManifestForm.Complete);

    /// <summary>What is wrong with a manifest whose images may name local files instead of their length and hashes.</summary>
    /// <param name="document">Anything.</param>
    public static IReadOnlyList<ManifestProblem> FindInSource(JsonValue document) =>
        ManifestReader.Read(document, ManifestForm.Source).Problems;
}
