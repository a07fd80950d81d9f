namespace Ota.Server.Hosting;

/// <summary>Marks an endpoint that monitoring asks without credentials, on the http port.</summary>
internal sealed class ForProbes;
