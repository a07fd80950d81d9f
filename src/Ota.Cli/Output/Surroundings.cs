namespace Ota.Cli.Output;

/// <summary>What the process stands in: its streams, its environment, its clock.</summary>
internal sealed class Surroundings
{
    public TextReader In { get; init; } = Console.In;

    public TextWriter Out { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool OutIsTerminal { get; init; } = !Console.IsOutputRedirected;

    /// <summary>Whether there is a person to show progress to.</summary>
    public bool ErrorIsTerminal { get; init; } = !Console.IsErrorRedirected;

    /// <summary>Whether there is a person to ask.</summary>
    public bool IsInteractive => ErrorIsTerminal && InIsTerminal;

    public bool InIsTerminal { get; init; } = !Console.IsInputRedirected;

    /// <summary>Where variables come from.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Where an operator's own settings live.</summary>
    public string ConfigurationFolder => Path.Combine(
        Variable("XDG_CONFIG_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"), "ota");

    /// <summary>A variable's value; null when it is unset or empty.</summary>
    public string? Variable(string name) => Variables(name) is { Length: > 0 } value ? value : null;

    public void Complain(string sentence) => Error.WriteLine($"ota: {Printable.Line(sentence)}");
}
