namespace Ota.Server.Hosting;

/// <summary>Marks an endpoint that is there with --dev only, on the http port.</summary>
internal sealed class ForDevelopment;
