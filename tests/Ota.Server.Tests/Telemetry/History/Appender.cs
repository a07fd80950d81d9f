using Microsoft.Extensions.Logging.Abstractions;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>Appends without end and prints the number of each message once it is acknowledged, until it is killed.</summary>
internal static class Appender
{
    public const int Vehicles = 20;

    private const int AtOnce = 16;

    public static readonly HistoryOptions Options = new()
    {
        SealValues = 40,
        JournalBytes = 20_000,
        RetentionDays = 1_000_000,
        MinuteRetentionMonths = 100_000,
        MaintenanceInterval = TimeSpan.FromMilliseconds(5),
    };

    public static async Task RunAsync(string folder, ulong from)
    {
        EmbeddedHistory history = EmbeddedHistory.Open(folder, Options, new SetWindows(), JournalMark.None, new RushingTime(), NullLogger.Instance);
        TextWriter output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async worker =>
        {
            for (ulong number = from + (ulong)worker; ; number += AtOnce)
            {
                await history.AppendAsync(Message(number));
                output.WriteLine(number);
            }
        }));
    }

    public static TelemetryMessage Message(ulong number) =>
        Messages.Of((int)(number % Vehicles), number, Messages.Noon + ((long)number * 100), [.. Enumerable.Repeat((double)number, 5)]);
}
