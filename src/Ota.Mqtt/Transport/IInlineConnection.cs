namespace Ota.Mqtt.Transport;

/// <summary>A connection feature: whether its code runs on the event loop's thread.</summary>
public interface IInlineConnection
{
    /// <summary>
    /// True once what reads the connection never blocks: it is then run on the loop's thread as bytes come. False from the start, so that
    /// handshakes and log-ins, which compute and wait, run on the thread pool.
    /// </summary>
    bool IsInline { get; set; }
}
