namespace Ota.Cli.Output;

/// <summary>What the process stands in: its streams, its environment, its clock.</summary>
internal sealed class Surroundings
{
    private readonly Func<string, string?> _environment = Environment.GetEnvironmentVariable;

    public TextWriter Out { get; } = Console.Out;

    public TextWriter Error { get; } = Console.Error;

    public TimeProvider Time { get; } = TimeProvider.System;

    public bool OutIsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Whether there is a person to show progress to.</summary>
    public bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether there is a person to ask.</summary>
    public bool IsInteractive => ErrorIsTerminal && !Console.IsInputRedirected;

    /// <summary>Where an operator's own settings live.</summary>
    public string ConfigurationFolder => Path.Combine(
        Variable("XDG_CONFIG_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"), "ota");

    /// <summary>A variable's value; null when it is unset or empty.</summary>
    public string? Variable(string name) => _environment(name) is { Length: > 0 } value ? value : null;

    public void Complain(string sentence) => Error.WriteLine($"ota: {Printable.Line(sentence)}");
}
