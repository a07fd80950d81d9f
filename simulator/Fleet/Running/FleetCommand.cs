using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Ota.Simulator.Check;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Fleet.Running;

/// <summary>`ota-simulator fleet`.</summary>
internal static class FleetCommand
{
    private const string Settled = "all-settled";

    private const string Description = """
        Runs many light vehicles in one process, each over a connection of its own while it is driven: birth with a signed inventory, the
        question for its job, reports, go or no-go, a signed manifest as proof. They verify the Director's signed targets, and take the
        hashes in them as if they had the images; with --download they fetch and hash the images too.

        Each vehicle is driven for 10 to 90 minutes and then away for 1 to 14 hours and more; --compress makes that shorter. Some drivers
        put an update off, some vehicles wait for a safe state. The counts say how many behave otherwise, drawn by --seed:
          --refusers      the driver says no                        --liars          report success with the old images
          --offline       never connect                             --replays        report success and show an old manifest
          --failing       one step fails each time, and it goes back --wrong-builds  run what nobody signed
          --flaky         writing fails the first time              --low-voltage    12 V is low for some drives
          --stuck         cannot go back: inconsistent              --stalls         downloads stall, the first attempt fails
          --bricks        go silent for ever while installing       --clock-faults   the clock is wrong
        --behaviours names vehicles instead: {"VID": "liar", ...} with the kinds steady, refuser, offline, failing, flaky, stuck, brick, liar,
        replayer, wrong_build, low_voltage, staller, clock_fault.

        The ledger has a line for each vehicle: vid, kind, truth (confirmed, declined, rolled_back, safe_degraded, inconsistent, bricked,
        bricked_unheard, lied, replayed, wrong_build, never_contacted, disbelieved, open), expected (the states that the backend's install may be in), rollout,
        offer, attempts, proofs, connections, first_contact_ms, ended_ms, images. It is written when the run ends, also by Ctrl-C.

        A server or broker that is killed costs a vehicle a pause: it connects again and repeats what nobody answered.

        Exit codes: 0 all are settled, or the time of --until is over; 1 some are not, or something is wrong; 2 bad usage.

        Examples:
          ota-simulator fleet --vehicles fleet/vehicles --mqtt localhost:8883 --ca data/pki/root.crt --director-root director.1.root.json --ledger run.jsonl
          ota-simulator fleet --vehicles fleet/vehicles --mqtt 127.0.0.1:1883 --director-root 1.root.json --liars 1 --bricks 1 --refusers 1 --offline 1
          ota-simulator fleet --vehicles fleet/vehicles --mqtt localhost:8883 --ca root.crt --director-root 1.root.json --until 600 --compress 3600
        """;

    private static readonly (string Option, VehicleKind Kind)[] Kinds =
    [
        ("--refusers", VehicleKind.Refuser), ("--offline", VehicleKind.Offline), ("--failing", VehicleKind.Failing), ("--flaky", VehicleKind.Flaky),
        ("--stuck", VehicleKind.Stuck), ("--bricks", VehicleKind.Brick), ("--liars", VehicleKind.Liar), ("--replays", VehicleKind.Replayer),
        ("--wrong-builds", VehicleKind.WrongBuild), ("--low-voltage", VehicleKind.LowVoltage), ("--stalls", VehicleKind.Staller),
        ("--clock-faults", VehicleKind.ClockFault),
    ];

    public static Command Create()
    {
        FleetOptions defaults = new() { Vehicles = "", Broker = new HostPort("", 1), DirectorRoot = "" };
        Option<string> vehicles = VerbOption.Required("--vehicles", "folder", "{vid}.json, and {vid}.pem and .key for TLS, as `enrol` writes them.");
        Option<string> broker = HostPort.Option("--mqtt", "Where the vehicles connect; TLS for those that have a certificate.", "127.0.0.1:8883");
        Option<string?> authority = VerbOption.Maybe("--ca", "file", "The CA of the broker's and the server's certificate, PEM.");
        Option<string> root = VerbOption.Required("--director-root", "file", "A root of the Director's repository, as the plant put it into the vehicles.");
        Option<string?> server = VerbOption.Maybe("--https", "URL", "The server, for --download and for roots that did not come with a job.");
        Option<bool> download = new("--download") { Description = "Fetch and hash the images; needs --https." };
        Option<int> seed = VerbOption.Number("--seed", "The source of behaviour.", defaults.Seed, 0);
        Option<string?> behaviours = VerbOption.Maybe("--behaviours", "file", "JSON: which vehicle behaves how, instead of counts.");
        Option<double> compress = VerbOption.Real("--compress", "Simulated seconds in a real one.", defaults.Compress, 1);
        Option<string?> ledger = VerbOption.Maybe("--ledger", "file", "What truly happened, JSON lines; replaced if it exists.");
        Option<string> until = VerbOption.Text("--until", $"{Settled}|seconds", "When to end.", Settled);
        Option<int> giveUp = VerbOption.Number("--give-up", "Seconds after which the run ends in any case.", (int)defaults.GiveUp.TotalSeconds, 1);
        Option<double> rate = VerbOption.Real("--max-rate", "Connections made in a second at most.", defaults.MaximumRate, 0.1);
        (Option<int> Option, VehicleKind Kind)[] counts =
            [.. Kinds.Select(kind => (VerbOption.Number(kind.Option, "So many of these; see above.", 0, 0), kind.Kind))];
        Command command = new("fleet", Description);
        foreach (Option option in new Option[]
        {
            vehicles, broker, authority, root, server, download, seed, behaviours, compress, ledger, until, giveUp, rate,
        }.Concat(counts.Select(count => count.Option))) command.Add(option);
        until.Validators.Add(result =>
        {
            if (!TryParseUntil(result.GetValueOrDefault<string>(), out _)) result.AddError($"--until must be {Settled} or a number of seconds.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(download) && result.GetValue(server) is null) result.AddError("--download needs --https.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            (TextWriter output, TextWriter error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (!TryParseUntil(parsed.GetValue(until), out TimeSpan? end)) return 2; // Said by the validator before.
            try
            {
                FleetOptions options = new()
                {
                    Vehicles = parsed.GetValue(vehicles)!,
                    Broker = HostPort.TryParse(parsed.GetValue(broker))!,
                    Authority = parsed.GetValue(authority),
                    DirectorRoot = parsed.GetValue(root)!,
                    Server = parsed.GetValue(server) is { } address ? ServerOptions.Address(address) : null,
                    Downloads = parsed.GetValue(download),
                    Seed = parsed.GetValue(seed),
                    Behaviours = parsed.GetValue(behaviours),
                    Counts = [.. counts.Select(count => (count.Kind, parsed.GetValue(count.Option)))],
                    Compress = parsed.GetValue(compress),
                    Ledger = parsed.GetValue(ledger),
                    Until = end,
                    GiveUp = TimeSpan.FromSeconds(parsed.GetValue(giveUp)),
                    MaximumRate = parsed.GetValue(rate),
                };
                FleetProgress progress = new(error);
                FleetCounts counted = await new FleetRun(options, TimeProvider.System).RunAsync(progress.Show, stop);
                progress.End();
                await output.WriteLineAsync(counted.ToString());
                return counted.Settled == counted.Vehicles || (end is not null && !stop.IsCancellationRequested) ? 0 : 1;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException)
            {
                await error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static bool TryParseUntil(string? text, out TimeSpan? until)
    {
        until = null;
        if (text == Settled) return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) || seconds < 1) return false;
        until = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
