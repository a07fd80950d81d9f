using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Telemetry;

/// <summary>`ota telemetry tail`.</summary>
internal static class TailCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<VehicleKey> vehicle = VehicleArgument.Create();
        Option<string> purpose = VehicleArgument.Purpose();
        Option<int> count = new("--count")
        {
            HelpName = "N",
            Description = "Ends after so many messages; without it, with Ctrl+C.",
            DefaultValueFactory = _ => int.MaxValue,
            CustomParser = result => Connection.NumberArgument.Parse(result, "--count", 1, int.MaxValue),
        };
        Command command = new("tail", "Shows each message of a vehicle as it comes in; as JSON, one object after the other.") { vehicle, purpose, count };
        verbs.SetAction(command, async (given, session) =>
        {
            WatchRequest request = new() { Vehicle = given.GetRequiredValue(vehicle), Purpose = given.GetRequiredValue(purpose) };
            using AsyncServerStreamingCall<WatchResponse> watch = session.Start(options => session.Telemetry.Watch(request, options));
            await session.GuardAsync(async () =>
            {
                for (int left = given.GetValue(count); left > 0 && await watch.ResponseStream.MoveNext(session.Stop); left--)
                    Write(session, watch.ResponseStream.Current);
            });
        });
        return command.WithExamples("ota telemetry tail 00112233445566778899aabbccddeeff", "ota telemetry tail WVWZZZ1KZ6W000001 --count 1 --output json");
    }

    private static void Write(Session session, WatchResponse seen)
    {
        if (session.Format is OutputFormat.Json)
        {
            JsonOutput.Write(session.Around.Out, seen);
            return;
        }
        if (seen.Dropped > 0) session.Say($"{seen.Dropped} messages were missed: they came faster than they could be shown.");
        string values = string.Join("  ", seen.Values.Select(value => $"{value.Signal}={SignalText.Of(value)}{value.Unit}"));
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{Moments.Utc(seen.ReceiveTime)}  {seen.Readings} readings{(seen.Historical ? ", buffered" : "")}  {values}");
        session.Around.Out.WriteLine(Printable.Line(line));
    }
}
