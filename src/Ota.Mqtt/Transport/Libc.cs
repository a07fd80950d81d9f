using System.Runtime.InteropServices;

namespace Ota.Mqtt.Transport;

/// <summary>The few system calls that an event loop makes; each returns -1 on failure and leaves errno in the last P/Invoke error.</summary>
internal static unsafe partial class Libc
{
    public const int Interrupted = 4; // EINTR
    public const int TryAgain = 11; // EAGAIN
    public const int OutOfMemory = 12; // ENOMEM
    public const int SystemTableFull = 23; // ENFILE
    public const int TooManyFiles = 24; // EMFILE
    public const int ConnectionAborted = 103; // ECONNABORTED
    public const int NoBuffers = 105; // ENOBUFS

    public const uint In = 0x1;
    public const uint Out = 0x4;
    public const uint Error = 0x8;
    public const uint HangUp = 0x10;
    public const uint PeerClosed = 0x2000; // EPOLLRDHUP
    public const uint EdgeTriggered = 1u << 31;

    public const int CloseOnExec = 0x80000; // The same number for sockets, epoll and eventfd.
    public const int NonBlocking = 0x800;
    public const int NoSignal = 0x4000; // MSG_NOSIGNAL
    public const int Add = 1; // EPOLL_CTL_ADD
    public const int Both = 2; // SHUT_RDWR

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int listener, byte* address, int* length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint WriteTo(int descriptor, byte* buffer, nuint length);

    /// <summary>The errno of the call before.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();
}
