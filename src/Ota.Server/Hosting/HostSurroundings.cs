using System.Collections;

namespace Ota.Server.Hosting;

/// <summary>What the host takes from its process; tests give their own.</summary>
internal sealed record HostSurroundings
{
    public TextWriter Out { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = ProcessEnvironment();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where appsettings.json is looked for.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Set by tests: takes the log instead of stderr.</summary>
    public ILoggerProvider? Log { get; init; }

    /// <summary>Set by tests: adds to the services or replaces some.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    private static Dictionary<string, string> ProcessEnvironment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
}
