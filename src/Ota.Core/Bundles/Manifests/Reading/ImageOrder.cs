using System.Globalization;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Whether images are installed after those that they depend on.</summary>
internal sealed class ImageOrder(ProblemList problems)
{
    private readonly List<(string Path, string Pointer, string OnPath)> _edges = [];
    private readonly Dictionary<string, long?> _orders = [];
    private readonly Dictionary<string, HashSet<string>> _reached = [];

    public void Add(ManifestFields fields, TargetPath? path, long? order, IReadOnlyList<Indexed<string>> dependsOn)
    {
        if (path is not { } known || !_orders.TryAdd(known.Value, order)) return;
        foreach (Indexed<string> on in dependsOn)
            _edges.Add((known.Value, JsonPointer.Item(fields.PointerOf("dependsOn"), on.Index), on.Value));
    }

    public void Check()
    {
        ILookup<string, string> next = _edges.ToLookup(edge => edge.Path, edge => edge.OnPath);
        foreach ((string path, string pointer, string on) in _edges)
        {
            if (!_orders.TryGetValue(on, out long? earlier))
                problems.Add(pointer, !problems.IsFull && NearestName.To(on, _orders.Keys) is { } near
                    ? $"No image of this bundle has this path; did you mean {near}?"
                    : "No image of this bundle has this path.");
            else if (on == path)
                problems.Add(pointer, "An image cannot depend on itself.");
            else if (ReachedFrom(on, next).Contains(path))
                problems.Add(pointer, $"{on} depends on {path} too, itself or through others, so neither could be first.");
            else if (earlier >= _orders[path])
                problems.Add(pointer, string.Create(CultureInfo.InvariantCulture,
                    $"{on} has order {earlier} and this image {_orders[path]}; what is needed first has the lower order."));
        }
    }

    private HashSet<string> ReachedFrom(string start, ILookup<string, string> next)
    {
        if (_reached.TryGetValue(start, out HashSet<string>? known)) return known;
        HashSet<string> reached = [];
        Stack<string> waiting = new(next[start]);
        while (waiting.TryPop(out string? path))
        {
            if (!reached.Add(path)) continue;
            foreach (string further in next[path]) waiting.Push(further);
        }

        return _reached[start] = reached;
    }
}
