using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Inventories;

namespace Ota.Simulator.Agent.Trust;

/// <summary>What verified Director targets mean for a vehicle's ECUs.</summary>
internal static class Plan
{
    /// <param name="targets">Verified.</param>
    /// <param name="installed">What the ECUs run. Those that run their target already take no part.</param>
    /// <param name="order">The order and version of an image, by path; null takes the order in which the Director lists them.</param>
    public static IReadOnlyList<JobEcu> Of(
        TargetsMetadata targets, IReadOnlyList<SimulatedEcu> installed, Func<TargetPath, (int Order, string Version)?>? order = null)
    {
        Dictionary<string, string> runs = installed.ToDictionary(ecu => ecu.Serial, ecu => ecu.Sha256);
        List<JobEcu> plan = [];
        int place = 0;
        foreach ((TargetPath path, TargetEntry entry) in targets.Targets)
        {
            place++;
            if (DirectorCustom.TryRead(entry.Custom) is not { } custom || entry.Hashes.Sha256 is not { } sha256) continue;
            (int group, string version) = order?.Invoke(path) ?? (place, "");
            foreach (EcuSerial serial in custom.Ecus.Keys.Where(serial => runs.GetValueOrDefault(serial.Value) != sha256))
                plan.Add(new JobEcu(serial.Value, group, path.Value, version, sha256, entry.Length, custom.ReleaseCounter));
        }

        return plan;
    }
}
