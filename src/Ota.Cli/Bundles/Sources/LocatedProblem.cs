using System.Globalization;

namespace Ota.Cli.Bundles.Sources;

/// <summary>A problem with its line in the file.</summary>
internal sealed record LocatedProblem(int Line, string Pointer, string Sentence)
{
    public string In(string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}:{Line}: {(Pointer.Length == 0 ? "" : $"{Pointer}: ")}{Sentence}");
}
