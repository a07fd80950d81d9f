using Ota.Core.Bundles.Manifests;

namespace Ota.Cli.Bundles.Sources;

/// <summary>On which line each place of a document stands, so that a problem can be found in an editor.</summary>
internal sealed class DocumentLines
{
    private readonly Dictionary<string, int> _lines = [];

    public void Add(string pointer, int line) => _lines.TryAdd(pointer, line);

    /// <summary>The line of a place, or of what it would stand in.</summary>
    public int Of(string pointer)
    {
        for (string? place = pointer; place is not null; place = place.StartsWith('/') ? JsonPointer.Parent(place) : null)
        {
            if (_lines.TryGetValue(place, out int line)) return line;
        }

        return 1;
    }
}
