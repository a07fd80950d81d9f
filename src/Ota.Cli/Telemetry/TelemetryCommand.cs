using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Telemetry;

/// <summary>`ota telemetry`.</summary>
internal static class TelemetryCommand
{
    public static Command Create(Verbs verbs) => new Command("telemetry", "What vehicles report: newest values, plots, what comes in, trouble codes.")
    {
        GetCommand.Create(verbs),
        TailCommand.Create(verbs),
        PlotCommand.Create(verbs),
        DtcCommand.Create(verbs),
    }.WithExamples(
        "ota telemetry get WVWZZZ1KZ6W000001 --purpose 'case 4711'",
        "ota telemetry tail 00112233445566778899aabbccddeeff",
        "ota telemetry plot 00112233445566778899aabbccddeeff Vehicle.Speed --hours 2",
        "ota telemetry dtc WVWZZZ1KZ6W000001 --purpose 'case 4711'");
}
