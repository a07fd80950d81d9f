using System.Globalization;

namespace Ota.Cli.Output;

/// <summary>Sizes for people, in powers of 1024.</summary>
internal static class ByteCount
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Of(long bytes)
    {
        double size = bytes;
        int unit = 0;
        for (; Math.Abs(size) >= 1024 && unit < Units.Length - 1; unit++) size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }
}
