namespace Ota.Server.Bundles.Director;

/// <summary>What was served lately, by vid, up to so many bytes; what was not asked for longest goes first.</summary>
internal sealed class DirectorCache(long mostBytes)
{
    private const int Overhead = 1000; // Of the objects around the files.

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Vid, DirectorBasis Basis)>> _nodes = [];
    private readonly LinkedList<(string Vid, DirectorBasis Basis)> _order = [];
    private long _bytes;

    public DirectorBasis? Find(string vid)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(vid, out LinkedListNode<(string Vid, DirectorBasis Basis)>? node)) return null;
            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Basis;
        }
    }

    public void Keep(string vid, DirectorBasis basis)
    {
        lock (_gate)
        {
            RemoveIfAny(vid);
            _nodes.Add(vid, _order.AddFirst((vid, basis)));
            _bytes += SizeOf(basis);
            while (_bytes > mostBytes) RemoveIfAny(_order.Last!.Value.Vid);
        }
    }

    public void Remove(string vid)
    {
        lock (_gate) RemoveIfAny(vid);
    }

    private void RemoveIfAny(string vid)
    {
        if (!_nodes.Remove(vid, out LinkedListNode<(string Vid, DirectorBasis Basis)>? node)) return;
        _order.Remove(node);
        _bytes -= SizeOf(node.Value.Basis);
    }

    private static long SizeOf(DirectorBasis basis) => Overhead
        + (2L * basis.Assignment?.Images.Length ?? 0)
        + (basis.Files is not { } files ? 0 : files.Targets.Bytes.Length + files.Snapshot.Bytes.Length + files.Timestamp.Bytes.Length
            + (files.EarlierTargets?.Bytes.Length ?? 0) + (files.EarlierSnapshot?.Bytes.Length ?? 0));
}
