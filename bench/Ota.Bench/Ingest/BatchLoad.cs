using System.Diagnostics;
using Ota.Simulator.Trips;

namespace Ota.Bench.Ingest;

/// <summary>
/// The load generator: one thread, many connections, batches of recorded trips as many vehicles. Either each connection keeps its window
/// full, or messages are sent at the moments of a fixed rate, and their time counts from that moment even if the socket was not ready.
/// </summary>
internal sealed class BatchLoad : IDisposable
{
    private const int MostBatches = 60;
    private const int LookMilliseconds = 1;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly LoadPlan _plan;
    private readonly UInt128 _boot;
    private readonly BatchPacket[][] _trips;
    private readonly LoadConnection[] _connections;
    private readonly Epoll _epoll = new();
    private readonly AckTimes _times = new();
    private readonly int[] _ready = new int[256];
    private readonly long _firstCapture = TimeProvider.System.GetUtcNow().AddDays(-1).ToUnixTimeMilliseconds();
    private readonly long _batchMilliseconds;
    private long _now;
    private long _messages;
    private long _values;
    private long _bytes;
    private long _acked;

    private BatchLoad(LoadPlan plan)
    {
        _plan = plan;
        _boot = plan.BootId();
        _batchMilliseconds = (long)(plan.BatchSeconds * 1000);
        _trips = [.. new TripReader(plan.Recordings, TimeSpan.FromSeconds(plan.BatchSeconds), MostBatches).Read("")
            .Select(trip => trip.Batches.Select(batch => new BatchPacket(batch)).ToArray())];
        // At a fixed rate a message is never held back for the window, short of what a broker allows.
        int window = plan.Rate > 0 ? Math.Max(plan.Window, 1000) : plan.Window;
        _connections = [.. Enumerable.Range(0, plan.Connections).Select(number => new LoadConnection(number, plan.Port, window))];
        foreach (LoadConnection connection in _connections) _epoll.Watch(connection.Socket, connection.Number);
    }

    public static LoadReport Run(LoadPlan plan, Func<double> serverCpu)
    {
        using BatchLoad load = new(plan);
        load.Drive(plan.WarmUp);
        load._times.Clear();
        (long acked, long messages, long values, double cpu, double serverBefore) = (load._acked, load._messages, load._values, CpuSeconds(), serverCpu());
        Stopwatch clock = Stopwatch.StartNew();
        load.Drive(plan.Seconds);
        double seconds = clock.Elapsed.TotalSeconds;
        (double cpuPercent, double server) = (100 * (CpuSeconds() - cpu) / seconds, serverCpu() - serverBefore);
        double rate = (load._acked - acked) / seconds;
        double valuesEach = (double)(load._values - values) / Math.Max(1, load._messages - messages);
        load.Finish();
        return new LoadReport
        {
            Messages = load._messages,
            Values = load._values,
            Bytes = load._bytes,
            ByConnection = [.. load._connections.Select(connection => connection.Sent)],
            MessagesPerSecond = rate,
            ValuesPerSecond = rate * valuesEach,
            AckMedian = load._times.At(0.5),
            Ack99 = load._times.At(0.99),
            AckWorst = load._times.At(1),
            CpuPercent = cpuPercent,
            ServerCpu = server,
        };
    }

    public void Dispose()
    {
        foreach (LoadConnection connection in _connections) connection.Dispose();
        _epoll.Dispose();
    }

    private static double CpuSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private void Drive(double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(seconds * Stopwatch.Frequency);
        long paced = 0;
        if (_plan.Rate == 0)
        {
            foreach (LoadConnection connection in _connections) Fill(connection);
        }
        for (_now = start; _now < end; _now = Stopwatch.GetTimestamp())
        {
            if (_plan.Rate > 0) SendDue(start, ref paced);
            foreach (int ready in _epoll.Wait(LookMilliseconds, _ready))
            {
                LoadConnection connection = _connections[ready];
                _acked += connection.TakeAcks(_times);
                if (_plan.Rate == 0) Fill(connection);
                else connection.Flush();
            }
        }
    }

    private void Fill(LoadConnection connection)
    {
        long due = Stopwatch.GetTimestamp();
        if (connection.IsFlushed)
        {
            while (connection.HasRoom) Add(connection, due);
        }
        connection.Flush();
    }

    private void SendDue(long start, ref long paced)
    {
        long most = (long)((_now - start) * _plan.Rate / Stopwatch.Frequency);
        for (; paced < most; paced++)
        {
            LoadConnection connection = _connections[paced % _connections.Length];
            if (!connection.HasRoom) return; // It goes later, and the time that it waits here counts.
            Add(connection, start + (long)(paced * Stopwatch.Frequency / _plan.Rate));
            connection.Flush();
        }
    }

    private void Add(LoadConnection connection, long due)
    {
        int vehicle = (connection.Number * _plan.VehiclesEach) + (int)(connection.Sent % _plan.VehiclesEach);
        long round = connection.Sent / _plan.VehiclesEach;
        BatchPacket[] trip = _trips[vehicle % _trips.Length];
        BatchPacket packet = trip[(vehicle + round) % trip.Length];
        packet.Write(
            connection.Room(packet.Size), connection.NextId, LoadPlan.VehicleOf(vehicle), _boot, (ulong)round + 1,
            _firstCapture + (round * _batchMilliseconds), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        connection.Written(packet.Size, due);
        _messages++;
        _values += packet.Values;
        _bytes += packet.Size;
    }

    private void Finish()
    {
        long limit = Stopwatch.GetTimestamp() + (long)(AnswerLimit.TotalSeconds * Stopwatch.Frequency);
        while (_acked < _messages)
        {
            if (Stopwatch.GetTimestamp() > limit) throw new IOException($"{_messages - _acked} messages were never acknowledged.");
            foreach (int ready in _epoll.Wait(LookMilliseconds, _ready))
            {
                _acked += _connections[ready].TakeAcks(_times);
                _connections[ready].Flush();
            }
        }
    }
}
