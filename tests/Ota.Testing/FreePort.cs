using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ota.Testing;

/// <summary>
/// Loopback ports for programs that must be told theirs. They lie below the range that the system gives ports from, so that neither a
/// connection nor a listener on port 0 can take one before its program does, or while its program is down.
/// </summary>
public static class FreePort
{
    private const int Lowest = 10_000;
    private const int UsualStart = 32_768;

    private static readonly int End = StartOfSystemRange();
    private static int LastGiven = Random.Shared.Next(Lowest, End);

    /// <summary>A port that nobody listens on, and that this process has not been given for a long time.</summary>
    public static int Next()
    {
        for (int tries = Lowest; tries < End; tries++)
        {
            int port = Lowest + (Interlocked.Increment(ref LastGiven) % (End - Lowest));
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"No port from {Lowest} to {End - 1} is free.");
    }

    private static int StartOfSystemRange()
    {
        string range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range"); // "32768	60999"
        int start = int.Parse(range.Split()[0], CultureInfo.InvariantCulture);
        return start > Lowest ? start : UsualStart; // Where the system gives away all ports, these are as good as any.
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
