using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles tag`.</summary>
internal static class TagCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Argument<string[]> set = new("TAG") { Description = "NAME or NAME=VALUE, as often as needed.", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> remove = new("--remove") { HelpName = "NAME", Description = "Removes a tag; repeat it for several.", DefaultValueFactory = _ => [] };
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("tag", "Sets and removes tags of a vehicle; other tags stay.") { vehicle, set, remove, purpose };
        verbs.SetAction(command, async (given, session) =>
        {
            TagVehicleRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                Remove = { given.GetRequiredValue(remove) },
            };
            foreach (string tag in given.GetRequiredValue(set))
            {
                string[] parts = tag.Split('=', 2);
                request.Set[parts[0]] = parts.Length == 2 ? parts[1] : "";
            }

            Vehicle changed = await session.CallAsync("Tagging", options => session.Vehicles.TagVehicleAsync(request, options));
            session.Write(changed, output => VehicleTable.Write(output, [changed], withHeadings: true));
        });
        return command.WithExamples("ota vehicles tag WVWZZZ1KZ6W000001 depot=north test-car", "ota vehicles tag WVWZZZ1KZ6W000001 --remove test-car");
    }
}
