using System.CommandLine;
using System.Globalization;

namespace Ota.Simulator.Verbs;

/// <summary>Options of the kinds that all verbs have.</summary>
internal static class VerbOption
{
    public static Option<string> Text(string name, string form, string description, string value) =>
        new(name) { Description = description, HelpName = form, DefaultValueFactory = _ => value };

    public static Option<string?> Maybe(string name, string form, string description) => new(name) { Description = description, HelpName = form };

    public static Option<string> Required(string name, string form, string description) =>
        new(name) { Description = description, HelpName = form, Required = true };

    public static Option<int> Number(string name, string description, int value, int minimum, int maximum = int.MaxValue)
    {
        Option<int> option = new(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            int given = result.GetValueOrDefault<int>();
            if (given < minimum || given > maximum)
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be {minimum} to {maximum}."));
        });
        return option;
    }

    public static Option<double> Real(string name, string description, double value, double minimum)
    {
        Option<double> option = new(name) { Description = description, HelpName = "x", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() >= minimum))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {minimum}."));
        });
        return option;
    }
}
