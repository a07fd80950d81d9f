namespace Ota.Mqtt.Transport;

/// <summary>
/// The sources of a loop by key. A key is slot and generation, so that an event for a descriptor closed in the meantime finds nobody, even
/// when the slot has a new owner.
/// </summary>
internal sealed class SourceTable
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = [];
    private Slot[] _slots = [];
    private int _used;

    public ulong Add(ILoopSource source)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out int index))
            {
                index = _used++;
                if (index == _slots.Length)
                    Grow();
            }
            Slot slot = _slots[index];
            slot.Generation++;
            Volatile.Write(ref slot.Source, source);
            return ((ulong)slot.Generation << 32) | (uint)index;
        }
    }

    public ILoopSource? Find(ulong key)
    {
        Slot slot = Volatile.Read(ref _slots)[(int)(uint)key];
        ILoopSource? source = Volatile.Read(ref slot.Source);
        return slot.Generation == (uint)(key >> 32) ? source : null;
    }

    public void Remove(ulong key)
    {
        lock (_gate)
        {
            int index = (int)(uint)key;
            if (_slots[index].Generation != (uint)(key >> 32) || _slots[index].Source is null)
                return;
            _slots[index].Source = null;
            _free.Push(index);
        }
    }

    private void Grow()
    {
        Slot[] larger = new Slot[Math.Max(64, _slots.Length * 2)];
        _slots.CopyTo(larger, 0);
        for (int i = _slots.Length; i < larger.Length; i++)
            larger[i] = new Slot();
        Volatile.Write(ref _slots, larger);
    }

    private sealed class Slot
    {
        public ILoopSource? Source;
        public uint Generation;
    }
}
