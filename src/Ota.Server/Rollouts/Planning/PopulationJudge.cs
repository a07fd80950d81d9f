using System.Runtime.CompilerServices;
using Grpc.Core;
using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Population;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Reads a selection and judges each vehicle of it. Pages are worked on side by side and kept in their order.</summary>
internal sealed class PopulationJudge(Database database, PopulationReader reader, TimeProvider time)
{
    private static readonly int SideBySide = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <exception cref="RpcException">FAILED_PRECONDITION: there are more than one rollout takes.</exception>
    public async Task<JudgedPopulation> JudgeAsync(Selection selection, OfferBook book, RolloutPolicy policy, CancellationToken stop)
    {
        DateTimeOffset now = time.GetUtcNow();
        JudgedPopulation population = new(now);
        await foreach (Judged[] page in PagesAsync(selection, book, policy, now, stop))
        {
            if (population.Vehicles.Count + page.Length > JudgedPopulation.MostVehicles)
            {
                throw new RpcException(new Status(StatusCode.FailedPrecondition,
                    $"More than {JudgedPopulation.MostVehicles} vehicles: one rollout takes no more; make several, by market for example."));
            }

            foreach (Judged judged in page) population.Add(judged);
        }

        return population;
    }

    private async IAsyncEnumerable<Judged[]> PagesAsync(
        Selection selection, OfferBook book, RolloutPolicy policy, DateTimeOffset now, [EnumeratorCancellation] CancellationToken stop)
    {
        Queue<Task<Judged[]>> underWay = [];
        try
        {
            await foreach (IReadOnlyList<VehicleHead> heads in new SelectionPages(database).ReadAsync(selection, stop))
            {
                if (heads.Count == 0) continue;
                // On a thread of its own, since SQLite's driver does its work before it returns.
                underWay.Enqueue(Task.Run(() => JudgeAsync(heads, book, policy, now, stop), stop));
                if (underWay.Count > SideBySide) yield return await underWay.Dequeue();
            }

            while (underWay.Count > 0) yield return await underWay.Dequeue();
        }
        finally
        {
            // No page goes on after its call has ended.
            foreach (Task left in underWay) await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Judged[]> JudgeAsync(
        IReadOnlyList<VehicleHead> heads, OfferBook book, RolloutPolicy policy, DateTimeOffset now, CancellationToken stop)
    {
        IReadOnlyList<ReadVehicle> vehicles = await reader.CompleteAsync(heads, book, stop);
        Judged[] judged = new Judged[vehicles.Count];
        (IReadOnlyList<DirectedEcu> Ecus, string Text) hardware = ([], "");
        for (int i = 0; i < judged.Length; i++)
        {
            ReadVehicle vehicle = vehicles[i];
            IReadOnlyList<DirectedEcu> ecus = vehicle.Candidate.Facts.Ecus;
            // Vehicles that were registered one after the other are mostly built alike.
            if (!IsAlike(hardware.Ecus, ecus)) hardware = (ecus, HardwareOf(ecus));
            Verdict verdict = PopulationVerdict.Of(await book.OfferAsync(vehicle.History, stop), vehicle.Candidate, policy, now);
            judged[i] = new Judged(vehicle, verdict, hardware.Text);
        }

        return judged;
    }

    private static bool IsAlike(IReadOnlyList<DirectedEcu> ecus, IReadOnlyList<DirectedEcu> others)
    {
        if (ecus.Count != others.Count) return false;
        for (int i = 0; i < ecus.Count; i++)
        {
            if (ecus[i].Hardware != others[i].Hardware) return false;
        }

        return true;
    }

    private static string HardwareOf(IReadOnlyList<DirectedEcu> ecus) =>
        string.Join(' ', ecus.Select(ecu => ecu.Hardware.Value).Distinct().Order(StringComparer.Ordinal));
}
