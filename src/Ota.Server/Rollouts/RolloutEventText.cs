using System.Globalization;
using System.Text.Json;
using Ota.Core.Rollouts;

namespace Ota.Server.Rollouts;

/// <summary>What happened to a rollout, as its history has it.</summary>
internal static class RolloutEventText
{
    /// <summary>approved, started, wave_opened, paused, resumed, held, halted, cancelled, revoked, completed, amended</summary>
    public static string KindOf(RolloutEvent happened) => JsonNamingPolicy.SnakeCaseLower.ConvertName(happened.GetType().Name);

    public static string TextOf(RolloutEvent happened) => happened switch
    {
        RolloutEvent.Paused paused => paused.Reason,
        RolloutEvent.Resumed resumed => resumed.Reason,
        RolloutEvent.Held held => held.Reason,
        RolloutEvent.Halted halted => halted.Reason,
        RolloutEvent.Cancelled cancelled => cancelled.Reason,
        RolloutEvent.Revoked revoked => revoked.Reason,
        RolloutEvent.Completed completed => completed.Reason,
        RolloutEvent.WaveOpened opened => string.Create(CultureInfo.InvariantCulture, $"Wave {opened.Wave}."),
        RolloutEvent.Amended amended => string.Create(
            CultureInfo.InvariantCulture, $"{amended.Vehicles} vehicles more; the population is {amended.PopulationDigest} now."),
        _ => "",
    };
}
