using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Explaining;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Bundles.Director;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts;

/// <summary>Answers why a vehicle is not updated.</summary>
internal sealed class Explanations(RolloutStore store, VehicleFinder vehicles, InstallLists lists, ExplainReader reader, DescribeBundle describe, TimeProvider time)
{
    private const int MostRollouts = 20;
    private const string Fields = "vid,install,contact";

    public async Task<V1.Explanation> ExplainAsync(V1.ExplainVehicleRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Fields, context, violations);
        string id = request.Rollout.Length == 0 ? "" : RolloutFinder.ReadId(request.Rollout, "rollout", violations);
        violations.ThrowIfAny();

        CancellationToken stop = context.CancellationToken;
        DateTimeOffset now = time.GetUtcNow();
        long vehicle = await vehicles.FindAsync(name, stop);
        (DateTimeOffset? LastContact, bool IsOnline) contact = await reader.ContactAsync(vehicle, now, stop);
        V1.Explanation explanation = new()
        {
            Vid = (await vehicles.ShowAsync(vehicle, stop)).Vid,
            LastContactTime = contact.LastContact?.ToTimestamp(),
        };
        foreach (Rollout rollout in await RolloutsAsync(id, vehicle, stop))
        {
            IReadOnlyList<(string Vid, Install Install)> found =
                await lists.ListAsync(rollout.Number, new InstallLists.Wanted([], WorkList.None, vehicle), after: 0, most: 1, stop);
            if (found is not [(_, { } install)]) throw NotFound($"The vehicle is not in rollout {rollout.Id}.");
            Explained explained = Explainer.Explain(await reader.ReadAsync(rollout, install, contact, now, stop), now);
            string bundle = (await describe(rollout.Bundle, stop))?.What.Title ?? "";
            explanation.Installs.Add(From(explained, InstallMessages.From(install, explanation.Vid, RolloutName.Of(rollout)), rollout.Title, bundle));
        }

        explanation.Answer = explanation.Installs.Count > 0 ? explanation.Installs[0].Answer : "No rollout names this vehicle, so nothing is planned for it.";
        return explanation;
    }

    private async Task<IReadOnlyList<Rollout>> RolloutsAsync(string id, long vehicle, CancellationToken stop)
    {
        if (id.Length > 0) return [await store.FindAsync(id, stop) ?? throw NotFound($"There is no rollout {id}.")];
        List<Rollout> rollouts = [];
        foreach (long number in await lists.RolloutsOfAsync(vehicle, MostRollouts, stop))
        {
            if (await store.FindAsync(number, stop) is { } rollout) rollouts.Add(rollout);
        }

        return rollouts;
    }

    private static V1.ExplainedInstall From(Explained explained, V1.Install install, string title, string bundleTitle) => new()
    {
        Install = install,
        RolloutTitle = title,
        BundleTitle = bundleTitle,
        Answer = explained.Answer,
        Rules = { explained.Rules.Select(From) },
        NextStep = explained.NextStep,
        Who = explained.Who,
        ByTime = explained.By?.ToTimestamp(),
    };

    private static V1.ExplainedRule From(ExplainedRule rule) => new()
    {
        Rule = rule.Rule,
        Outcome = (V1.ExplainedRule.Types.Outcome)rule.Outcome,
        Text = rule.Sentence,
        Time = rule.Time?.ToTimestamp(),
    };

    private static RpcException NotFound(string sentence) => new(new Status(StatusCode.NotFound, sentence));
}
