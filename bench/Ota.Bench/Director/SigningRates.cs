using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ota.Bench.Report;
using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Bench.Director;

/// <summary>
/// Generations a second of CPU time, on one thread: targets for three ECUs, snapshot and timestamp, signed with P-256, beside three bare
/// signatures over as many bytes. The rounds alternate, so that a machine that slows down slows both.
/// </summary>
internal static class SigningRates
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static void Measure(int seconds, int rounds)
    {
        DirectorSigners signers = new(NewKey(), NewKey(), NewKey());
        DirectorContent content = new(Vid.TryParse(new string('a', Vid.Length))!.Value, 1, Images(0));
        DirectorPlan plan = new(1, Targets: true, Snapshot: true);
        DirectorFiles made = DirectorWriter.Write(plan, null, content, signers, Now);
        byte[][] bare = [.. new[] { made.Targets, made.Snapshot, made.Timestamp }.Select(file => file.Bytes.ToArray())];

        List<double> whole = [], alone = [];
        for (int round = -1; round < rounds; round++)
        {
            double mine = PerSecond(seconds, () => DirectorWriter.Write(plan, null, content, signers, Now));
            double signatures = PerSecond(seconds, () =>
            {
                signers.Targets.Sign(bare[0]);
                signers.Snapshot.Sign(bare[1]);
                signers.Timestamp.Sign(bare[2]);
            });
            if (round < 0) continue; // Warms up.
            whole.Add(mine);
            alone.Add(signatures);
        }

        const int many = 1000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < many; i++) DirectorWriter.Write(plan, null, content, signers, Now);
        long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / many;
        double ours = Median(whole), three = Median(alone);
        Measured.Tell("director, metadata of a vehicle, a second and core", ours, "/s", "three bare signatures", three);
        Say($"generation of targets ({bare[0].Length} B), snapshot and timestamp | {ours:F0} vehicles/s and core, {1e6 / ours:F1} µs, {allocated} B allocated");
        Say($"three bare signatures over the same bytes | {three:F0}/s and core, {1e6 / three:F1} µs; ratio {ours / three:F2}");
    }

    /// <summary>Images for the three ECUs of a vehicle.</summary>
    public static DirectorImage[] Images(int number) =>
    [
        .. new[] { ("T", "tcu-1", "tcu/fw-2.4.1.bin"), ("G", "gw-1", "gw/fw-1.8.0.bin"), ("B", "bms-1", "bms/fw-3.0.2.bin") }.Select(one => new DirectorImage(
            EcuSerial.TryParse($"{one.Item1}{number}")!,
            HardwareId.TryParse(one.Item2)!,
            TargetPath.TryParse(one.Item3)!.Value,
            12_345_678,
            FileHashes.Of(Encoding.UTF8.GetBytes(one.Item3)),
            17)),
    ];

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    // CPU time of the process, so that what else runs on the machine counts less, and what the garbage collector does counts too.
    private static double PerSecond(int seconds, Action act)
    {
        const int atOnce = 100;
        using Process self = Process.GetCurrentProcess();
        TimeSpan start = self.TotalProcessorTime;
        TimeSpan used;
        long done = 0;
        do
        {
            for (int i = 0; i < atOnce; i++) act();
            done += atOnce;
            self.Refresh();
            used = self.TotalProcessorTime - start;
        }
        while (used.TotalSeconds < seconds);
        return done / used.TotalSeconds;
    }

    private static LocalSigner NewKey() => LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
}
