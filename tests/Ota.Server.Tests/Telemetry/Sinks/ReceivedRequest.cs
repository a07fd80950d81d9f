namespace Ota.Server.Tests.Telemetry.Sinks;

/// <summary>What a receiver was sent; the body is unpacked.</summary>
internal sealed record ReceivedRequest(string Method, string Path, string Authorization, bool IsGzip, string Body)
{
    public int Lines => Body.Count(c => c == '\n');
}
