using System.CommandLine;
using Ota.Cli.Vehicles;

namespace Ota.Cli.Rollouts;

/// <summary>Which vehicles a population is made of: a filter, or a list of any length.</summary>
internal sealed class PopulationOptions
{
    private readonly Option<string?> _filter = new("--filter")
    {
        HelpName = "FILTER",
        Description = "Vehicles that are such, e.g. 'model = \"e-Up\" AND year >= 2021'; `ota vehicles list --help` has all fields.",
    };

    private readonly Option<string?> _vins = new("--vins")
    {
        HelpName = "FILE",
        Description = "The vehicles of a file, a VIN or vid a line, however many; - is standard input.",
    };

    private readonly Option<string> _purpose = VehicleArgument.Purpose();

    public void AddTo(Command command)
    {
        command.Add(_filter);
        command.Add(_vins);
        command.Add(_purpose);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_filter) is null == result.GetResult(_vins) is null)
                result.AddError("Say which vehicles: --filter or --vins, one of the two.");
            else if (result.GetResult(_filter) is not null && string.IsNullOrWhiteSpace(result.GetValue(_filter)))
                result.AddError("--filter is empty; a rollout for all vehicles has to say so, e.g. --filter 'status = active'.");
        });
    }

    public string FilterOf(ParseResult given) => given.GetValue(_filter) ?? "";

    public string PurposeOf(ParseResult given) => given.GetRequiredValue(_purpose);

    /// <summary>The file; null for a filter.</summary>
    public string? ListOf(ParseResult given) => given.GetValue(_vins);
}
