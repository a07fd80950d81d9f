using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Telemetry;

/// <summary>`ota telemetry plot`.</summary>
internal static class PlotCommand
{
    private const int MostHours = 24 * 366 * 10;

    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Argument<string> signal = new("SIGNAL") { Description = "The catalogue's path, such as Vehicle.Speed." };
        Option<string> purpose = VehicleArgument.Purpose();
        Option<int> hours = Number("--hours", "N", "How far back from now; 24 unless given.", 24, 1, MostHours);
        Option<int> width = Number("--width", "N", "Columns of the plot; 72 unless given.", 72, 10, 500);
        Command command = new("plot", "Draws one signal of a vehicle: each column from the least to the greatest of its time.") { vehicle, signal, purpose, hours, width };
        verbs.SetAction(command, async (given, session) =>
        {
            DateTimeOffset end = session.Now;
            DateTimeOffset start = end - TimeSpan.FromHours(given.GetValue(hours));
            GetHistoryRequest request = new()
            {
                Vehicle = given.GetRequiredValue(vehicle),
                Purpose = given.GetRequiredValue(purpose),
                Signal = given.GetRequiredValue(signal),
                StartTime = start.ToTimestamp(),
                EndTime = end.ToTimestamp(),
                MaxPoints = given.GetValue(width),
            };
            GetHistoryResponse history = await session.CallAsync("Reading the history", options => session.Telemetry.GetHistoryAsync(request, options));
            session.Write(history, _ => Draw(session, history, new Plot(given.GetValue(width), start, end), request.Signal));
        });
        return command.WithExamples("ota telemetry plot 00112233445566778899aabbccddeeff Vehicle.Speed --hours 2");
    }

    private static void Draw(Session session, GetHistoryResponse history, Plot plot, string signal)
    {
        foreach (HistoryBucket bucket in history.Buckets) plot.Add(bucket.StartTime.ToDateTimeOffset(), bucket.Min, bucket.Max);
        foreach (SignalValue point in history.Points)
        {
            if (SignalText.NumberOf(point) is { } number) plot.Add(point.Time.ToDateTimeOffset(), number, number);
        }
        if (plot.IsEmpty)
            throw CliException.Refused(history.Count == 0 ? "There are no readings in this time; look further back with --hours." : $"The readings of {signal} are no numbers.");
        foreach (string line in plot.Lines(history.Unit)) session.Around.Out.WriteLine(Printable.Line(line));
        session.Around.Out.WriteLine(Printable.Line($"{history.Count} readings of {signal}"));
    }

    private static Option<int> Number(string name, string help, string description, int usual, int least, int most) => new(name)
    {
        HelpName = help,
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = result => NumberArgument.Parse(result, name, least, most),
    };
}
