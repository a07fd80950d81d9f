using System.Runtime.InteropServices;

namespace Ota.Mqtt.Transport;

/// <summary>
/// One thread that waits for readiness of many sockets (epoll, edge triggered) and reads and writes them itself, so that a message that
/// comes alone costs one wake-up and no hop to another thread.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int MaxEvents = 64; // What one turn sends to a busy subscriber in one piece; more would make it wait longer.
    private const ulong Wake = ulong.MaxValue;

    [ThreadStatic]
    private static EventLoop? Current;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly Thread _thread;
    private readonly SourceTable _sources = new();
    private List<LoopReader> _later = [];
    private List<LoopReader> _running = [];
    private readonly List<ITurnEnd> _ending = [];
    private volatile bool _isStopping;

    /// <summary>Starts the thread. Throws <see cref="IOException"/> when the system gives no descriptors.</summary>
    public EventLoop(string name)
    {
        _epoll = Checked(Libc.EpollCreate(Libc.CloseOnExec));
        _wake = Checked(Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking));
        Watch(_wake, Libc.In | Libc.EdgeTriggered, Wake);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.UnsafeStart();
    }

    /// <summary>Whether the caller is on this loop's thread.</summary>
    public bool IsCurrent => Current == this;

    /// <summary>Reports the events of a descriptor from now on; returns the key for <see cref="Remove"/>.</summary>
    public ulong Add(int descriptor, ILoopSource source)
    {
        ulong key = _sources.Add(source);
        try
        {
            Watch(descriptor, Libc.In | Libc.Out | Libc.PeerClosed | Libc.EdgeTriggered, key);
            return key;
        }
        catch
        {
            _sources.Remove(key);
            throw;
        }
    }

    /// <summary>Before the descriptor is closed: events of it that are under way find nobody.</summary>
    public void Remove(ulong key) => _sources.Remove(key);

    /// <summary>On the loop's thread: reads again after all others have had their turn.</summary>
    public void Later(LoopReader reader) => _later.Add(reader);

    /// <summary>
    /// On a loop's thread, has this done at the end of the turn, so that what many connections cause for one leaves in one piece; elsewhere
    /// returns false.
    /// </summary>
    public static bool TryAtEndOfTurn(ITurnEnd end)
    {
        if (Current is not { } loop)
            return false;
        loop._ending.Add(end);
        return true;
    }

    public void Dispose()
    {
        if (_isStopping)
            return;
        _isStopping = true;
        ulong one = 1;
        _ = Libc.WriteTo(_wake, (byte*)&one, sizeof(ulong));
        if (!IsCurrent)
            _thread.Join();
        _ = Libc.Close(_wake);
        _ = Libc.Close(_epoll);
    }

    private static int Checked(int result) => result >= 0
        ? result
        : throw new IOException($"The event loop gets no descriptor: {Marshal.GetPInvokeErrorMessage(Libc.LastError)}.");

    private void Watch(int descriptor, uint flags, ulong key)
    {
        Span<byte> change = stackalloc byte[EpollEvents.Size];
        EpollEvents.Write(change, flags, key);
        fixed (byte* at = change)
            Checked(Libc.EpollControl(_epoll, Libc.Add, descriptor, at));
    }

    private void Run()
    {
        Current = this;
        byte* events = stackalloc byte[MaxEvents * EpollEvents.Size];
        while (!_isStopping)
        {
            int count = Libc.EpollWait(_epoll, events, MaxEvents, _later.Count > 0 ? 0 : -1);
            for (int i = 0; i < count; i++)
                Dispatch(EpollEvents.Key(events, i), EpollEvents.Flags(events, i));
            RunLater();
            EndTurn();
        }
    }

    private void Dispatch(ulong key, uint flags)
    {
        if (key != Wake)
            _sources.Find(key)?.OnEvents(flags);
    }

    private void RunLater()
    {
        if (_later.Count == 0)
            return;
        (_later, _running) = (_running, _later);
        foreach (LoopReader reader in _running)
            reader.Resume();
        _running.Clear();
    }

    private void EndTurn()
    {
        for (int i = 0; i < _ending.Count; i++)
            _ending[i].EndTurn();
        _ending.Clear();
    }
}
