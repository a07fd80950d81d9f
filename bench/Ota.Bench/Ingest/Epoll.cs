using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ota.Bench.Ingest;

/// <summary>Linux's epoll, for one thread that has a thousand sockets: without it each look would cost a call for each of them.</summary>
internal sealed class Epoll : IDisposable
{
    private const int Add = 1;
    private const uint Readable = 1;

    private readonly int _handle = epoll_create1(0);
    private readonly Event[] _events = new Event[256];

    public void Watch(Socket socket, int tag)
    {
        Event wanted = new() { Events = Readable, Tag = (ulong)tag };
        if (epoll_ctl(_handle, Add, (int)socket.Handle, ref wanted) != 0) throw new IOException("epoll_ctl failed.");
    }

    /// <summary>Tags of sockets that have something, after so many milliseconds at most.</summary>
    public ReadOnlySpan<int> Wait(int milliseconds, int[] tags)
    {
        int count = Math.Max(0, epoll_wait(_handle, _events, Math.Min(_events.Length, tags.Length), milliseconds));
        for (int i = 0; i < count; i++) tags[i] = (int)_events[i].Tag;
        return tags.AsSpan(0, count);
    }

    public void Dispose() => _ = close(_handle);

    [DllImport("libc")]
    private static extern int epoll_create1(int flags);

    [DllImport("libc")]
    private static extern int epoll_ctl(int handle, int operation, int descriptor, ref Event wanted);

    [DllImport("libc")]
    private static extern int epoll_wait(int handle, [Out] Event[] events, int most, int milliseconds);

    [DllImport("libc")]
    private static extern int close(int handle);

    // Packed on x86-64 only; elsewhere the tag is aligned.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Event
    {
        public uint Events;
        public ulong Tag;
    }
}
