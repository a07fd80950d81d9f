using System.CommandLine;
using System.CommandLine.Parsing;
using Ota.Core.Vehicles;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>The vehicle that a verb is about, and what for.</summary>
internal static class VehicleArgument
{
    private const string Problem =
        "is neither a VIN (17 characters of A-Z and 0-9 without I, O and Q) nor a vid (32 lower-case hexadecimal digits).";

    public static Argument<VehicleKey> Create() => new("VEHICLE")
    {
        Description = "Its VIN (17 characters) or its vid (32 hexadecimal digits).",
        CustomParser = result => Read(result, result.Tokens[0].Value, "VEHICLE"),
    };

    public static Option<VehicleKey?> Option(string name, string description) => new(name)
    {
        HelpName = "VEHICLE",
        Description = description,
        CustomParser = result => Read(result, result.Tokens[0].Value, name),
    };

    public static Option<VehicleKey[]> Options(string name, string description) => new(name)
    {
        HelpName = "VEHICLE",
        Description = description,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value, name)).OfType<VehicleKey>()],
    };

    /// <returns>Null for what is neither a VIN nor a vid.</returns>
    public static VehicleKey? TryRead(string text)
    {
        if (Vid.TryParse(text) is { } vid) return new VehicleKey { Vid = vid.Value };
        return Vin.TryParse(text) is { } vin ? new VehicleKey { Vin = vin.Reveal() } : null;
    }

    public static Option<string> Purpose() => new("--purpose")
    {
        HelpName = "TEXT",
        Description = "What the look-up is for, e.g. the number of a case; it is written down. Support staff have to say.",
        DefaultValueFactory = _ => "",
    };

    private static VehicleKey? Read(ArgumentResult result, string text, string name)
    {
        VehicleKey? key = TryRead(text);
        if (key is null) result.AddError($"{name} {Problem}");
        return key;
    }
}
