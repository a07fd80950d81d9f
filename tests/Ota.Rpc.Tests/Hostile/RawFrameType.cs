namespace Ota.Rpc.Tests.Hostile;

/// <summary>RFC 9113, 6.</summary>
internal enum RawFrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    RstStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}
