namespace Ota.Server.Hosting;

/// <summary>The port that a connection came in by; a feature of every connection.</summary>
internal sealed record Listener(string Name)
{
    public const string Https = "https";
    public const string Mqtts = "mqtts";
    public const string Http = "http";
    public const string Grpc = "grpc";
    public const string Mqtt = "mqtt";
}
