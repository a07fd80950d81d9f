using Microsoft.Extensions.DependencyInjection;

namespace Ota.Server.Tests;

/// <summary>What a test wants different from a plain server.</summary>
internal sealed record OtaServerSetup
{
    /// <summary>Null is a folder of its own, which goes with the server.</summary>
    public string? Data { get; init; }

    public bool Dev { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>False with --broker.</summary>
    public bool IsBroker => !Args.Contains("--broker");

    public string[] Args { get; init; } = [];
}
