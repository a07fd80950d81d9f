namespace Ota.Mqtt.Broker;

/// <summary>First in, first out; costs nothing while it is empty. Its owner bounds it.</summary>
internal sealed class MessageQueue
{
    private const int Smallest = 8;
    private const int LargestKept = 256; // An empty queue keeps at most this many places.

    private QueuedMessage[] _items = [];
    private int _first;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public ref readonly QueuedMessage First => ref _items[_first];

    public void Enqueue(in QueuedMessage message)
    {
        if (Count == _items.Length)
            Grow();
        _items[(_first + Count) & (_items.Length - 1)] = message;
        Count++;
        Bytes += message.Message.Size;
    }

    public QueuedMessage Dequeue()
    {
        QueuedMessage message = _items[_first];
        _items[_first] = default;
        _first = (_first + 1) & (_items.Length - 1);
        Count--;
        Bytes -= message.Message.Size;
        if (Count == 0 && _items.Length > LargestKept)
            _items = [];
        return message;
    }

    private void Grow()
    {
        QueuedMessage[] larger = new QueuedMessage[Math.Max(Smallest, _items.Length * 2)];
        for (int i = 0; i < Count; i++)
            larger[i] = _items[(_first + i) & (_items.Length - 1)];
        _items = larger;
        _first = 0;
    }
}
