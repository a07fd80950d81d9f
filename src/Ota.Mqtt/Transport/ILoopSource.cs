namespace Ota.Mqtt.Transport;

/// <summary>Something with a descriptor that an event loop watches.</summary>
internal interface ILoopSource
{
    /// <summary>On the loop's thread: what <c>epoll_wait</c> has reported (edges, so each once).</summary>
    void OnEvents(uint flags);
}
