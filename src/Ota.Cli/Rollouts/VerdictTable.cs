using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>A population by what the bundle means for its vehicles, with the sum.</summary>
internal static class VerdictTable
{
    public static void Write(TableOutput output, IEnumerable<VerdictCount> verdicts, long population) => output.WriteTable(
        ["VERDICT", "VEHICLES", "SHARE", "BECAUSE"],
        folded: 3,
        [
            .. verdicts.OrderBy(one => one.State).ThenByDescending(one => one.Vehicles).Select(one => (string[])
            [
                Words.Of(one.State), Figures.Plain(one.Vehicles), Figures.Share(one.Vehicles, population), one.Reason,
            ]),
            ["total", Figures.Plain(population), "", ""],
        ]);
}
