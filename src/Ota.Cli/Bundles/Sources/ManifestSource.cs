using Ota.Cli.Connection;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;

namespace Ota.Cli.Bundles.Sources;

/// <summary>A manifest as people write it: YAML or JSON in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Document">Null if it cannot be read.</param>
/// <param name="Lines">Where its parts stand.</param>
/// <param name="Problems">What makes it no document.</param>
internal sealed record ManifestSource(string Path, JsonObject? Document, DocumentLines Lines, IReadOnlyList<LocatedProblem> Problems)
{
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static ManifestSource Read(string path) => Parse(path, InputFile.ReadBytes(path, ManifestLimits.Bytes));

    public static ManifestSource Parse(string path, byte[] bytes)
    {
        DocumentLines lines = new();
        List<LocatedProblem> problems = [];
        bool isJson = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        JsonValue? document = isJson ? JsonSource.Read(bytes, lines, problems) : new YamlSource(lines, problems).Read(bytes);
        if (problems.Count == 0 && document is not JsonObject)
            problems.Add(new LocatedProblem(1, JsonPointer.Root, "This is not an object with members; `ota bundles build --help` names an example."));
        return new ManifestSource(path, problems.Count == 0 ? document as JsonObject : null, lines, problems);
    }

    /// <summary>Each problem once, in the order of the file.</summary>
    public IReadOnlyList<LocatedProblem> Locate(IEnumerable<ManifestProblem> problems) =>
    [
        .. problems.Distinct().Select(problem => new LocatedProblem(Lines.Of(problem.Pointer), problem.Pointer, problem.Sentence))
            .OrderBy(problem => problem.Line),
    ];
}
