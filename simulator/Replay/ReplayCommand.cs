using System.CommandLine;
using System.Globalization;
using Ota.Mqtt.Client;
using Ota.Simulator.Check;

namespace Ota.Simulator.Replay;

/// <summary>`ota-simulator replay`.</summary>
internal static class ReplayCommand
{
    private const string Description = """
        Sends recorded trips of real vehicles over MQTT, as many vehicles with seeded faults.

        Vehicle i drives trip i modulo the number of trips and starts i times --spacing after the run. Its batches go to
        v1/{vid}/up/tm with QoS 1. Simulated time ends at now, so a fast replay never stamps the future; values are sent as
        recorded. Each connection begins with a birth, ends with a death, and answers when the backend asks for a birth; with
        --inventories births carry a signed inventory. The same seed gives the same vehicles, faults and batches in the same order; only their times move with now.

        With --dtc the vehicles also report trouble codes to v1/{vid}/up/dtc, all that they have at the start and then what comes and goes.

        The ledger has a line for each different batch and report: type (tm or dtc), vid, boot_id, stream (1 live, 2
        buffered without network, 3 trouble codes), seq, digest
        (SHA-256 of the payload), readings, acknowledged. Every line with "acknowledged":true must be found in the store, once.

        With --check the run ends by asking the server, as `ota-simulator check` does: sent = acknowledged = stored.

        Exit codes: 0 everything was acknowledged and, with --check, is stored once; 1 something was not; 2 bad usage.

        Examples:
          ota-simulator replay --ledger run.jsonl
          ota-simulator replay --ledger run.jsonl --speed 0 --check --data ./data
          ota-simulator replay --ledger run.jsonl --trips css-ice1 --vehicles 200 --speed 20
          ota-simulator replay --ledger run.jsonl --vehicles 1000 --speed 0 --no-faults
          ota-simulator replay --ledger run.jsonl --broker ota.example.com:8883 --certificates pki/vehicles --ca pki/ca.pem
        """;

    public static Command Create()
    {
        ReplayOptions defaults = new() { Ledger = "" };
        Option<string> ledger = new("--ledger") { Description = "The file to write, JSON lines; replaced if it exists.", Required = true, HelpName = "file" };
        Option<string> broker = Text("--broker", "host:port", "Where the vehicles connect.", $"{defaults.Host}:{defaults.Port}");
        Option<string> trips = Text("--trips", "text", "Only trips whose name contains this: css-ice1, kit-, isu-drive, fms_truck.", "");
        Option<string> recordings = Text("--recordings", "folder", "Recordings instead of those that come with the simulator.", defaults.Recordings);
        Option<int> vehicles = Number("--vehicles", "Virtual vehicles.", defaults.Vehicles, 1);
        Option<int> seed = Number("--seed", "The source of ids and faults.", defaults.Seed, int.MinValue);
        Option<int> batches = Number("--batches", "Batches that each vehicle sends at most.", defaults.MaximumBatches, 1);
        Option<int> length = Number("--batch-seconds", "Seconds of driving in a batch.", (int)defaults.BatchLength.TotalSeconds, 1);
        Option<double> spacing = Real("--spacing", "Seconds of driving between the starts of two vehicles.", defaults.Spacing.TotalSeconds);
        Option<double> speed = Real("--speed", "Times faster than recorded; 0: as fast as the broker acknowledges.", defaults.Speed);
        Option<int> patience = Number("--give-up", "Seconds to wait for the last acknowledgements.", (int)defaults.GiveUpAfter.TotalSeconds, 0);
        Option<int> reach = Number("--connect-timeout", "Seconds to try to reach the broker at the beginning.", (int)defaults.ConnectTimeout.TotalSeconds, 1);
        Option<double> duplicates = Real("--duplicates", "Chance that a batch is sent twice.", defaults.Faults.Duplicates);
        Option<double> reorders = Real("--reorders", "Chance that a batch is overtaken by the next.", defaults.Faults.Reorders);
        Option<double> disconnects = Real("--disconnects", "Chance after each batch that the connection is cut.", defaults.Faults.Disconnects);
        Option<double> offline = Real("--offline", "Chance at each batch that the network is gone for 1 to 11 batches.", defaults.Faults.Offline);
        Option<double> skew = Real("--skew", "Chance that a vehicle's clock is wrong: minutes off, not set, or in seconds.", defaults.Faults.Skew);
        Option<double> troubleCodes = Real("--dtc", "Chance after each batch that a trouble code comes or goes; 0: no reports of them.", defaults.TroubleCodes);
        Option<bool> noFaults = new("--no-faults") { Description = "None of these faults." };
        Option<string?> certificates = new("--certificates") { Description = "TLS: a folder of {vid}.pem files with certificate and key; the names are the vehicles.", HelpName = "folder" };
        Option<string?> authority = new("--ca") { Description = "TLS: the authority that signed the broker's certificate, and the server's, PEM.", HelpName = "file" };
        Option<bool> check = new("--check") { Description = "At the end, ask the server whether everything acknowledged is stored once." };
        ServerOptions server = new();
        Option<string?> inventories = new("--inventories") { Description = "A folder of {vid}.json files: the vehicle's ECUs with their private keys, the primary first.", HelpName = "folder" };
        Command command = new("replay", Description);
        foreach (Option option in new Option[]
        {
            ledger, broker, trips, recordings, vehicles, seed, batches, length, spacing, speed, reach, patience, duplicates, reorders,
            disconnects, offline, skew, troubleCodes, noFaults, certificates, authority, inventories, check,
        }.Concat(server.All)) command.Add(option);
        broker.Validators.Add(result =>
        {
            if (!TryParse(result.GetValueOrDefault<string>(), out _, out _)) result.AddError("--broker must be host:port, such as 127.0.0.1:1883.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!TryParse(parsed.GetValue(broker), out string host, out int port)) return 2; // Said by the validator before.
            ReplayOptions options = new()
            {
                Ledger = parsed.GetValue(ledger)!,
                Host = host,
                Port = port,
                Trips = parsed.GetValue(trips)!,
                Recordings = parsed.GetValue(recordings)!,
                Vehicles = parsed.GetValue(vehicles),
                Seed = parsed.GetValue(seed),
                MaximumBatches = parsed.GetValue(batches),
                BatchLength = TimeSpan.FromSeconds(parsed.GetValue(length)),
                Spacing = TimeSpan.FromSeconds(parsed.GetValue(spacing)),
                Speed = parsed.GetValue(speed),
                ConnectTimeout = TimeSpan.FromSeconds(parsed.GetValue(reach)),
                GiveUpAfter = TimeSpan.FromSeconds(parsed.GetValue(patience)),
                Certificates = parsed.GetValue(certificates),
                Authority = parsed.GetValue(authority),
                TroubleCodes = parsed.GetValue(troubleCodes),
                Inventories = parsed.GetValue(inventories),
                Faults = parsed.GetValue(noFaults) ? FaultRates.None : new FaultRates
                {
                    Duplicates = parsed.GetValue(duplicates),
                    Reorders = parsed.GetValue(reorders),
                    Disconnects = parsed.GetValue(disconnects),
                    Offline = parsed.GetValue(offline),
                    Skew = parsed.GetValue(skew),
                },
            };
            (TextWriter output, TextWriter error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            int code = await RunAsync(options, output, error, cancellationToken);
            if (!parsed.GetValue(check) || !File.Exists(options.Ledger)) return code;
            return Math.Max(code, await CheckRun.RunAsync(
                options.Ledger, () => server.Resolve(parsed, options.Authority), mayBeShort: false, asJson: false, output, error, cancellationToken));
        });
        return command;
    }

    private static async Task<int> RunAsync(ReplayOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            ReplayCounts counts = await new ReplayRun(options).RunAsync(cancellationToken);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Batches} batches, {counts.Acknowledged} acknowledged with {counts.Readings} readings; {counts.Publishes} publishes, {counts.Cuts} cuts"));
            return counts.Acknowledged == counts.Batches && !cancellationToken.IsCancellationRequested ? 0 : 1;
        }
        catch (MqttClientException failure)
        {
            await error.WriteLineAsync($"The broker {options.Host}:{options.Port} could not be reached: {failure.Message}");
            return 1;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static bool TryParse(string? text, out string host, out int port)
    {
        int colon = text?.LastIndexOf(':') ?? -1;
        host = colon > 0 ? text![..colon].Trim('[', ']') : "";
        port = 0;
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
    }

    private static Option<string> Text(string name, string form, string description, string value) =>
        new(name) { Description = description, HelpName = form, DefaultValueFactory = _ => value };

    private static Option<int> Number(string name, string description, int value, int minimum)
    {
        Option<int> option = new(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < minimum) result.AddError($"{name} must be at least {minimum}.");
        });
        return option;
    }

    private static Option<double> Real(string name, string description, double value)
    {
        Option<double> option = new(name) { Description = description, HelpName = "x", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() >= 0)) result.AddError($"{name} must not be negative.");
        });
        return option;
    }
}
