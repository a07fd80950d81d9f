using System.Globalization;

namespace Ota.Core.Rollouts.Reports;

/// <summary>Shares as reports give them: never rounded up, so that 100 % means all.</summary>
internal static class Shares
{
    public static long Permille(long part, long all) => all == 0 ? 0 : (long)((Int128)part * 1000 / all);

    public static string Percent(long part, long all)
    {
        long permille = Permille(part, all);
        return string.Create(CultureInfo.InvariantCulture, $"{permille / 10}.{permille % 10} %");
    }
}
