using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Telemetry.TroubleCodes;

namespace Ota.Server.Rollouts.Control;

/// <summary>Finds faults that a vehicle did not have at an earlier time.</summary>
internal sealed class FaultFinder(TroubleCodeStore codes)
{
    /// <summary>
    /// The first new fault by ECU and code, such as "ecm-1 P0420"; null if there is none. New is what was not confirmed at that time, and did
    /// not occur before by the vehicle's own word, which may have reached us later.
    /// </summary>
    public async Task<string?> FindAsync(Vid vehicle, DateTimeOffset since, CancellationToken stop)
    {
        if (await codes.FindAsync(vehicle, stop) is not { } row) return null;
        TroubleCodeEntry[] now = [.. ConfirmedOf(row.Read())];
        if (now.Length == 0) return null;
        long moment = since.ToUnixTimeMilliseconds();
        TroubleCodeEntry[] before = [.. ConfirmedOf(await codes.StateAtAsync(vehicle, TroubleCodePlace.EndOf(moment), stop))];
        TroubleCodeEntry? first = now.FirstOrDefault(entry => !before.Any(entry.IsSameFault) && (entry.FirstMs == 0 || entry.FirstMs > moment));
        return first is null ? null : $"{first.Ecu} {first.Code.Text}";
    }

    private static IEnumerable<TroubleCodeEntry> ConfirmedOf(TroubleCodeState state) =>
        state.Current.Select(record => record.Entry).Where(entry => entry.IsConfirmed);
}
