using System.CommandLine;
using Ota.Core.Vehicles;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>The vehicle that a verb is about, and what for.</summary>
internal static class VehicleArgument
{
    public static Argument<VehicleKey> Create() => new("VEHICLE")
    {
        Description = "Its VIN (17 characters) or its vid (32 hexadecimal digits).",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Vid.TryParse(text) is { } vid) return new VehicleKey { Vid = vid.Value };
            if (Vin.TryParse(text) is { } vin) return new VehicleKey { Vin = vin.Reveal() };
            result.AddError("VEHICLE is neither a VIN (17 characters of A-Z and 0-9 without I, O and Q) nor a vid (32 lower-case hexadecimal digits).");
            return null;
        },
    };

    public static Option<string> Purpose() => new("--purpose")
    {
        HelpName = "TEXT",
        Description = "What the look-up is for, e.g. the number of a case; it is written down. Support staff have to say.",
        DefaultValueFactory = _ => "",
    };
}
