namespace Ota.Mqtt.Client;

/// <summary>Finished publishes for use by later ones; as many as can be outstanding.</summary>
internal sealed class PublishPool(int maximum)
{
    private readonly Lock _sync = new();
    private readonly Stack<PendingPublish> _free = [];

    public PendingPublish Take()
    {
        lock (_sync)
        {
            if (_free.TryPop(out PendingPublish? publish))
                return publish;
        }
        return new PendingPublish(this);
    }

    public void Give(PendingPublish publish)
    {
        lock (_sync)
        {
            if (_free.Count < maximum)
                _free.Push(publish);
        }
    }
}
