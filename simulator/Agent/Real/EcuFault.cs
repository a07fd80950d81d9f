using System.Globalization;

namespace Ota.Simulator.Agent.Real;

/// <summary>A step at an ECU that fails, for trying out what then happens.</summary>
/// <param name="Serial">Which ECU.</param>
/// <param name="Step">stage, write, boot, test, commit or rollback.</param>
/// <param name="Times">How often it fails in one run.</param>
internal sealed record EcuFault(string Serial, string Step, int Times)
{
    public static IReadOnlyList<string> Steps { get; } = ["stage", "write", "boot", "test", "commit", "rollback"];

    /// <summary>Reads SERIAL:STEP or SERIAL:STEP:TIMES; null if it is neither.</summary>
    public static EcuFault? TryParse(string text)
    {
        string[] parts = text.Split(':');
        int times = int.MaxValue;
        bool isRead = parts.Length is 2 or 3 && parts[0].Length > 0 && Steps.Contains(parts[1])
            && (parts.Length == 2 || int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out times));
        return isRead ? new EcuFault(parts[0], parts[1], times) : null;
    }
}
