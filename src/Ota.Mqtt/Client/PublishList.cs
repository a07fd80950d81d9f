namespace Ota.Mqtt.Client;

/// <summary>Publishes in order, linked through themselves, so that any can leave without a search or an allocation.</summary>
internal sealed class PublishList
{
    public PendingPublish? First { get; private set; }

    public PendingPublish? Last { get; private set; }

    public int Count { get; private set; }

    public void AddLast(PendingPublish publish)
    {
        publish.Previous = Last;
        publish.List = this;
        if (Last is null)
            First = publish;
        else
            Last.Next = publish;
        Last = publish;
        Count++;
    }

    public void Remove(PendingPublish publish)
    {
        if (publish.Previous is null)
            First = publish.Next;
        else
            publish.Previous.Next = publish.Next;
        if (publish.Next is null)
            Last = publish.Previous;
        else
            publish.Next.Previous = publish.Previous;
        publish.Previous = null;
        publish.Next = null;
        publish.List = null;
        Count--;
    }

    public PendingPublish? TakeFirst()
    {
        PendingPublish? first = First;
        if (first is not null)
            Remove(first);
        return first;
    }
}
