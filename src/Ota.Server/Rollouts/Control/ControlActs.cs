using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Server.Rollouts.Installs;

namespace Ota.Server.Rollouts.Control;

/// <summary>Does what is decided for a running rollout.</summary>
internal sealed class ControlActs(
    RolloutStore rollouts, RolloutBooks books, Offering offering, FindStagedBundle find, RolloutsOptions options, RolloutsMetrics metrics,
    ILogger<ControlActs> log)
{
    /// <summary>Decides and acts.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public async Task<bool> ActAsync(Rollout rollout, DateTimeOffset now, CancellationToken stop)
    {
        // What cannot be installed any more is not decided about: the Director has taken it back already.
        if (await find(rollout.Bundle, stop) is not { } bundle)
            return await ApplyAsync(rollout, new RolloutEvent.Held("Its bundle is not staged any more: it was withdrawn, or is not published as it was signed."), now, stop);
        IReadOnlyList<WaveBooks> waves = await books.WavesAsync(rollout.Number, stop);
        IReadOnlyList<MarketPace> paces = await books.PacesAsync(rollout.Number, now, stop);
        bool hasMore = false;
        foreach (RolloutAct act in RolloutControl.Decide(rollout, waves, paces, now))
        {
            metrics.Acted(act.GetType().Name);
            hasMore |= act switch
            {
                RolloutAct.Offer offer => await OfferAsync(rollout, bundle, offer, now, stop),
                RolloutAct.OpenWave open => await ApplyAsync(rollout, new RolloutEvent.WaveOpened(open.Wave), now, stop),
                RolloutAct.Hold hold => await ApplyAsync(rollout, new RolloutEvent.Held(hold.Reason, hold.Evidence), now, stop),
                RolloutAct.Halt halt => await ApplyAsync(rollout, new RolloutEvent.Halted(halt.Reason), now, stop),
                RolloutAct.Complete complete => await ApplyAsync(rollout, new RolloutEvent.Completed(complete.Reason), now, stop),
                RolloutAct.NoteProven proven => await NoteProvenAsync(rollout, proven.Wave, now, stop),
                _ => throw new InvalidOperationException($"There is no way to do {act.GetType().Name}."),
            };
        }

        return hasMore;
    }

    private async Task<bool> OfferAsync(Rollout rollout, StagedBundle bundle, RolloutAct.Offer offer, DateTimeOffset now, CancellationToken stop)
    {
        long left = offer.Most;
        for (int i = 0; i < options.BatchesPerTick && left > 0; i++)
        {
            (int offered, bool hasMore) = await offering.OfferAsync(rollout, bundle, offer.Market, (int)Math.Min(left, options.Batch), now, stop);
            left -= offered;
            if (!hasMore) return false;
        }

        return left > 0;
    }

    private async Task<bool> ApplyAsync(Rollout rollout, RolloutEvent happened, DateTimeOffset now, CancellationToken stop)
    {
        (Rollout? applied, string refusal) = await rollouts.ApplyAsync(rollout.Number, happened, InstallConsequences.Controller, now, stop);
        if (applied is null)
        {
            log.NotApplied(rollout.Id, refusal); // Somebody paused or ended it in between.
            return false;
        }

        switch (happened)
        {
            case RolloutEvent.WaveOpened opened: log.WaveOpened(rollout.Id, opened.Wave); break;
            case RolloutEvent.Held held: log.Held(rollout.Id, held.Reason); break;
            case RolloutEvent.Halted halted: log.Halted(rollout.Id, halted.Reason); break;
            case RolloutEvent.Completed completed: log.Completed(rollout.Id, completed.Reason); break;
        }

        return true;
    }

    private async Task<bool> NoteProvenAsync(Rollout rollout, int wave, DateTimeOffset now, CancellationToken stop)
    {
        await books.NoteProvenAsync(rollout.Number, wave, now, stop);
        log.WaveProven(rollout.Id, wave);
        return true; // Its soak may be over already.
    }
}
