using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Grpc.Core;
using Ota.Mqtt.Client;
using Ota.Simulator.Demo.Screen;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Demo;

/// <summary>What the simulator does without a verb: it shows the product.</summary>
internal static class DemoCommand
{
    public const string Description = """
        Vehicles that do not exist, for trying the backend with: they speak to it over the wire only.

        Without a verb it shows the whole product: starts a server in a scratch folder, registers and enrols a fleet, makes keys, builds and signs
        an update, rolls it out with cars that lie, break and refuse, kills the server in the middle, and holds the books of the server against what
        the cars know. Then the server stays up, to be asked with `ota`, until Ctrl-C.

        Exit codes: 0 the books balance, 1 they do not or something is wrong, 2 bad usage.

        Examples:
          ota-simulator
          ota-simulator --vehicles 200 --once
          ota-simulator --keep ./demo
        """;

    private const int Fewest = 50;
    private const int Most = 50_000;
    private const int Stopped = 130; // As a shell says it of Ctrl-C.

    public static void AddTo(RootCommand root)
    {
        DemoOptions defaults = new();
        Option<int> vehicles = VerbOption.Number("--vehicles", "Cars of the recall.", defaults.Vehicles, Fewest, Most);
        Option<int> seed = VerbOption.Number("--seed", "The source of cars and of their behaviour.", defaults.Seed, 0);
        Option<string?> keep = VerbOption.Maybe("--keep", "DIR", "An empty folder for everything; it stays. Else a scratch folder, which goes.");
        Option<bool> once = new("--once") { Description = "End when all is shown, and stop the server." };
        Option<string?> database = VerbOption.Maybe("--database", "text", "For the server: an empty PostgreSQL database, such as 'Host=...;Database=...'.");
        Option<string?> broker = VerbOption.Maybe("--broker", "URL", "For the server: an MQTT 5 broker instead of its own; needs --mqtt.");
        Option<string?> mqtt = VerbOption.Maybe("--mqtt", "host:port", "Where the cars reach that broker, by the certificates of the server's PKI.");
        Option<string?> influx = VerbOption.Maybe("--influx", "URL", "For the server: an InfluxDB that gets a copy of the telemetry.");
        foreach (Option option in new Option[] { vehicles, seed, keep, once, database, broker, mqtt, influx }) root.Add(option);
        mqtt.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && HostPort.TryParse(text) is null) result.AddError("--mqtt must be host:port, such as localhost:8883.");
        });
        root.Validators.Add(result =>
        {
            if (result.GetValue(broker) is null != result.GetValue(mqtt) is null)
                result.AddError("--broker says where the server finds the broker and --mqtt where the cars do: they belong together.");
        });
        root.SetAction((parsed, stop) => RunAsync(
            new DemoOptions
            {
                Vehicles = parsed.GetValue(vehicles),
                Seed = parsed.GetValue(seed),
                Keep = parsed.GetValue(keep),
                Once = parsed.GetValue(once),
                Database = parsed.GetValue(database),
                Broker = parsed.GetValue(broker),
                Mqtt = HostPort.TryParse(parsed.GetValue(mqtt)),
                Influx = parsed.GetValue(influx),
            },
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, stop));
    }

    private static async Task<int> RunAsync(DemoOptions options, TextWriter output, TextWriter error, CancellationToken stop)
    {
        TimeProvider time = TimeProvider.System;
        bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
        Teller teller = new(output, isTerminal, time);
        try
        {
            using DemoFolder folder = DemoFolder.Create(options.Keep);
            await using DemoRun run = new(options, folder, teller, time);
            return await ShowAsync(run, options, folder, teller, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("Stopped; the server and all that it started are gone.");
            return Stopped;
        }
        catch (RpcException e)
        {
            await error.WriteLineAsync($"The server could not be asked: {e.Status.Detail}");
        }
        catch (MqttClientException e)
        {
            await error.WriteLineAsync($"The broker could not be reached: {e.Message}");
        }
        catch (Exception e) when (e is DemoException or IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException or TimeoutException)
        {
            await error.WriteLineAsync(e.Message);
        }

        return 1;
    }

    private static async Task<int> ShowAsync(DemoRun run, DemoOptions options, DemoFolder folder, Teller teller, CancellationToken stop)
    {
        teller.Title(
            "A recall over the air, from an empty folder to proof",
            $"{Bucket.Figure(options.Vehicles)} cars, a server, three people with keys, two operators. Everything below is real and crosses the wire; lines with $ are what people type.");
        IReadOnlyList<string> problems = await run.RunAsync(stop);
        teller.Blank();
        teller.Check(problems.Count == 0, problems.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Everything balances, after {teller.Elapsed.TotalSeconds:0} s.")
            : string.Create(CultureInfo.InvariantCulture, $"{problems.Count} things do not balance."));
        int code = problems.Count == 0 ? 0 : 1;
        if (options.Once) return code;
        run.SayWhereToLook();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
        catch (OperationCanceledException)
        {
            teller.Say(options.Keep is null ? "The server is stopped and its folder removed." : $"The server is stopped; {folder.Path} stays.");
        }

        return code;
    }
}
