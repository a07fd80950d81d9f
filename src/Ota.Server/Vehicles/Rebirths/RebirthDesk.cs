using System.Collections.Concurrent;
using System.Globalization;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles.Rebirths;

/// <summary>
/// Collects which vehicles should say again what they are, and gives them out at a pace that turns no restart into a storm. A vehicle
/// waits here once, and is left in peace for some time after it was asked. Memory has limits: what is forgotten shows again with the
/// vehicle's next message.
/// </summary>
internal sealed class RebirthDesk(RebirthOptions options, TimeProvider time, Random random)
{
    private readonly ConcurrentDictionary<UInt128, BootId> _born = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, RebirthWish?> _open = []; // Null: was asked.
    private readonly PriorityQueue<RebirthWish, long> _waiting = new();
    private readonly Queue<(UInt128 Vehicle, long Until)> _asked = new();
    private double _tokens = options.PerSecond;
    private long _counted = time.GetTimestamp();
    private int _bornCount;
    private long _dropped;

    /// <summary>Wishes that found no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Telemetry of now came of a start of the vehicle; on the path of each message.</summary>
    public void Heard(UInt128 vehicle, BootId boot)
    {
        if (_born.TryGetValue(vehicle, out BootId known) && known == boot) return;
        lock (_gate)
        {
            if (_open.ContainsKey(vehicle)) return; // A vehicle that says no birth goes on with telemetry all the same.
        }

        Wish(new RebirthWish(vehicle, RebirthReason.NoBirth, boot, null));
    }

    public void Wish(RebirthWish wish)
    {
        lock (_gate)
        {
            if (_open.ContainsKey(wish.Vehicle)) return;
            if (_waiting.Count >= options.MostWaiting)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            _open[wish.Vehicle] = wish;
            _waiting.Enqueue(wish, (time.GetUtcNow() + options.Settle + (options.Jitter * random.NextDouble())).Ticks);
        }
    }

    public void NoteBirth(Vid vehicle, BootId boot)
    {
        UInt128 bits = BitsOf(vehicle);
        if (_born.ContainsKey(bits)) _born[bits] = boot;
        else if (Volatile.Read(ref _bornCount) < options.MostBorn && _born.TryAdd(bits, boot)) Interlocked.Increment(ref _bornCount);
        lock (_gate)
        {
            // What waits is fulfilled; it is passed over when its turn comes.
            if (_open.GetValueOrDefault(bits) is { } wish && (wish.Reason != RebirthReason.NoBirth || wish.Boot == boot)) _open.Remove(bits);
        }
    }

    /// <summary>The vehicles to be asked now, as many as the pace allows; they count as asked.</summary>
    public IReadOnlyList<RebirthWish> TakeDue()
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            Refill();
            while (_asked.TryPeek(out (UInt128 Vehicle, long Until) first) && first.Until <= now.Ticks)
            {
                _asked.Dequeue();
                _open.Remove(first.Vehicle);
            }

            List<RebirthWish> due = [];
            while (_tokens >= 1 && _waiting.TryPeek(out RebirthWish? wish, out long at) && at <= now.Ticks)
            {
                _waiting.Dequeue();
                if (!ReferenceEquals(_open.GetValueOrDefault(wish.Vehicle), wish)) continue;
                if (wish.IsStillWanted is { } isWanted && !isWanted())
                {
                    _open.Remove(wish.Vehicle);
                    continue;
                }

                _tokens--;
                _open[wish.Vehicle] = null;
                _asked.Enqueue((wish.Vehicle, (now + options.Quiet).Ticks));
                due.Add(wish);
            }

            return due;
        }
    }

    private static UInt128 BitsOf(Vid vehicle) => UInt128.Parse(vehicle.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private void Refill()
    {
        long now = time.GetTimestamp();
        _tokens = Math.Min(options.PerSecond, _tokens + (time.GetElapsedTime(_counted, now).TotalSeconds * options.PerSecond));
        _counted = now;
    }
}
