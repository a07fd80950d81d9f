using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ota.Mqtt.Transport;

/// <summary>The kernel's <c>struct epoll_event</c>: flags and 64 bits of the caller's; packed on x86, aligned elsewhere.</summary>
internal static unsafe class EpollEvents
{
    public static readonly int Size = IsPacked ? 12 : 16;
    private static readonly int KeyAt = IsPacked ? 4 : 8;

    private static bool IsPacked => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    public static uint Flags(byte* events, int index) => Unsafe.ReadUnaligned<uint>(events + (index * Size));

    public static ulong Key(byte* events, int index) => Unsafe.ReadUnaligned<ulong>(events + (index * Size) + KeyAt);

    /// <summary>One event, to be passed to <c>epoll_ctl</c>.</summary>
    public static void Write(Span<byte> target, uint flags, ulong key)
    {
        target.Clear();
        MemoryMarshal.Write(target, flags);
        MemoryMarshal.Write(target[KeyAt..], key);
    }
}
