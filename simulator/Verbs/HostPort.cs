using System.CommandLine;
using System.Globalization;

namespace Ota.Simulator.Verbs;

/// <summary>Where something listens.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record HostPort(string Host, int Port)
{
    /// <returns>Null if the text is no host:port.</returns>
    public static HostPort? TryParse(string? text)
    {
        int colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)) return null;
        return port is > 0 and <= ushort.MaxValue ? new HostPort(text![..colon].Trim('[', ']'), port) : null;
    }

    /// <summary>An option that takes nothing else.</summary>
    public static Option<string> Option(string name, string description, string value)
    {
        Option<string> option = VerbOption.Text(name, "host:port", description, value);
        option.Validators.Add(result =>
        {
            if (TryParse(result.GetValueOrDefault<string>()) is null) result.AddError($"{name} must be host:port, such as {value}.");
        });
        return option;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
