using System.CommandLine;
using Ota.Cli.Rollouts;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles explain`.</summary>
internal static class ExplainCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Option<string?> rollout = new("--rollout")
        {
            HelpName = "ROLLOUT",
            Description = "Only for this one, by its id or the first digits of it; all that name the vehicle unless given.",
            CustomParser = RolloutArgument.Read("--rollout"),
        };
        Command command = new(
            "explain",
            "Says why a vehicle is updated or not: the answer first, then rule by rule what is met, what it hangs on, what happens next, who does it, by when. "
            + "A look-up by VIN is written down.")
        {
            vehicle,
            purpose,
            rollout,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            ExplainVehicleRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                Rollout = given.GetValue(rollout) is { } name ? (await RolloutArgument.FindAsync(session, name)).Name : "",
            };
            Explanation explanation = await session.CallAsync("Looking why", options => session.Rollouts.ExplainVehicleAsync(request, options));
            session.Write(explanation, output => ExplanationPage.Write(output, explanation, session.Now));
        });
        return command.WithExamples(
            "ota vehicles explain WVWZZZ1KZ6W000001 --purpose 'case 4711'",
            "ota vehicles explain 00112233445566778899aabbccddeeff --rollout 3f9a12bc44d0",
            "ota vehicles explain 00112233445566778899aabbccddeeff --output json | jq -r .answer");
    }
}
