using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

/// <summary>
/// An interceptor that completes messages late, in an order of its own and from several threads. A message whose payload begins with
/// "bad" fails; it counts how many it holds of each client.
/// </summary>
internal sealed class ShuffledPublishes : IMqttPublishInterceptor, IAsyncDisposable
{
    private const int Workers = 4;

    private readonly Channel<InterceptedPublish> _arrived = Channel.CreateUnbounded<InterceptedPublish>();
    private readonly ConcurrentDictionary<string, int> _held = [];
    private readonly ConcurrentDictionary<string, int> _most = [];
    private readonly ConcurrentQueue<string> _handled = [];
    private readonly Task _working;

    public ShuffledPublishes(int seed) =>
        _working = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => CompleteAsync(new Random(seed + worker)))));

    /// <summary>Every message that was handed over, as "client payload".</summary>
    public IReadOnlyCollection<string> Handled => _handled;

    /// <summary>The most messages of one client that were ever held together.</summary>
    public int Most => _most.Values.DefaultIfEmpty().Max();

    public static bool IsBad(string payload) => payload.StartsWith("bad", StringComparison.Ordinal);

    public void Handle(ReadOnlySpan<InterceptedPublish> batch)
    {
        foreach (InterceptedPublish publish in batch)
        {
            string client = publish.Client.ClientId;
            int held = _held.AddOrUpdate(client, 1, (_, count) => count + 1);
            _most.AddOrUpdate(client, held, (_, most) => Math.Max(most, held));
            _handled.Enqueue($"{client} {Encoding.UTF8.GetString(publish.Payload.Span)}");
            _arrived.Writer.TryWrite(publish);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _arrived.Writer.TryComplete();
        await _working.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Takes what is there, so that there is something to choose from, and completes any of it.</summary>
    private async Task CompleteAsync(Random random)
    {
        List<InterceptedPublish> mine = [];
        while (mine.Count > 0 || await _arrived.Reader.WaitToReadAsync())
        {
            while (mine.Count < 20 && _arrived.Reader.TryRead(out InterceptedPublish? publish))
                mine.Add(publish);
            if (mine.Count == 0)
                continue; // Another worker was quicker.
            int any = random.Next(mine.Count);
            InterceptedPublish chosen = mine[any];
            mine.RemoveAt(any);
            bool isBad = IsBad(Encoding.UTF8.GetString(chosen.Payload.Span));
            _held.AddOrUpdate(chosen.Client.ClientId, 0, (_, count) => count - 1);
            chosen.Complete(isBad ? ReasonCode.QuotaExceeded : ReasonCode.Success);
            await Task.Yield();
        }
    }
}
