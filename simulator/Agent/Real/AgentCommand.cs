using System.CommandLine;
using System.Security.Cryptography;
using Ota.Core.Vehicles;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Check;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Agent.Real;

/// <summary>`ota-simulator agent`.</summary>
internal static class AgentCommand
{
    private const string Description = """
        Runs one real vehicle, a reference for those who write agents.

        It verifies the metadata of both repositories fully, from the roots that the plant put in; downloads images over HTTP and goes on
        after a cut where it was; has two slots for each ECU on its disk, of which the other one is written; asks its driver, waits for
        a safe state, and asks for leave right before it begins; installs by order, tests itself, commits ascending or goes back
        descending; and proves what it runs by a manifest that its ECUs sign, with the backend's nonce.

        Its disk, --data:
          journal.json                       where it stands; written by rename, so a kill at any moment loses nothing
          ecus/SERIAL/{a,b}/image.{bin,json}  the slots; `current` names the one that runs, `committed` the one to go back to
          downloads/SHA256                   images; .part while they come
          director/ image/                   what it trusts of the two repositories
          manifest.json                      of the last job

        Started again it goes on where it was. Without --forever it ends when its job has ended and the backend knows.

        Exit codes: 0 the install is proven; 1 it ended otherwise, or something is wrong; 2 bad usage.

        Examples:
          ota-simulator agent --mqtt localhost:8883 --https https://localhost:8443 --ca data/pki/root.crt --cert fleet/vehicles/VID.pem
            --key fleet/vehicles/VID.key --vid VID --ecus fleet/vehicles/VID.json --director-root director.1.root.json --image-root
            image.1.root.json --data disk
          ota-simulator agent ... --consent 2 --unsafe 3 --speed 60
          ota-simulator agent ... --fail sim-body-0000001:write:1 --forever
        """;

    public static Command Create()
    {
        AgentOptions defaults = new()
        {
            Broker = new HostPort("", 1),
            Server = new Uri("http://localhost"),
            Vid = "",
            Data = "",
            Ecus = "",
            DirectorRoot = "",
            ImageRoot = "",
        };
        Option<string> broker = HostPort.Option("--mqtt", "Where it connects; TLS if it has a certificate.", "127.0.0.1:8883");
        Option<string> server = VerbOption.Required("--https", "URL", "The server, for metadata and images.");
        Option<string> vid = VerbOption.Required("--vid", "VID", "Which vehicle it is.");
        Option<string> data = VerbOption.Required("--data", "folder", "Its disk; made if it is not there.");
        Option<string> ecus = VerbOption.Required("--ecus", "file", "Its ECUs with their private keys, as `enrol` writes {vid}.json.");
        Option<string> director = VerbOption.Required("--director-root", "file", "The Director's root that it was built with.");
        Option<string> image = VerbOption.Required("--image-root", "file", "The Image repository's root that it was built with.");
        Option<string?> certificate = VerbOption.Maybe("--cert", "file", "Its certificate, PEM. Without one: plain TCP, for development.");
        Option<string?> key = VerbOption.Maybe("--key", "file", "The key of --cert, PEM, if it is not in the same file.");
        Option<string?> authority = VerbOption.Maybe("--ca", "file", "The CA of broker and server, PEM.");
        Option<int> seed = VerbOption.Number("--seed", "The source of chance.", defaults.Seed, 0);
        Option<double> speed = VerbOption.Real("--speed", "How many times faster it waits.", defaults.Speed, 0.01);
        Option<string> language = VerbOption.Text("--language", "TAG", "What the driver reads, if the bundle has it.", defaults.Language);
        Option<string> consent = VerbOption.Text("--consent", "yes|no|n", "What the driver says; a number: puts it off so often first.", defaults.Consent);
        Option<int> unmet = VerbOption.Number("--unsafe", "How many looks at the preconditions find one that does not hold.", 0, 0);
        Option<string[]> faults = new("--fail")
        {
            Description = $"SERIAL:STEP or SERIAL:STEP:TIMES: what fails at an ECU. Steps: {string.Join(", ", EcuFault.Steps)}.",
            HelpName = "fault",
            DefaultValueFactory = _ => [],
        };
        Option<bool> forever = new("--forever") { Description = "Go on when the job has ended." };
        Option<string?> dieAt = new("--die-at") { Hidden = true };
        Command command = new("agent", Description)
        {
            broker, server, vid, data, ecus, director, image, certificate, key, authority, seed, speed, consent, unmet, faults, forever, dieAt,
        };
        vid.Validators.Add(result =>
        {
            if (Vid.TryParse(result.GetValueOrDefault<string>()) is null) result.AddError("--vid must be 32 lower-case hexadecimal digits.");
        });
        consent.Validators.Add(result =>
        {
            string? said = result.GetValueOrDefault<string>();
            if (said is not ("yes" or "no") && !uint.TryParse(said, out _)) result.AddError("--consent must be yes, no or how often it is put off.");
        });
        faults.Validators.Add(result =>
        {
            foreach (string text in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (EcuFault.TryParse(text) is null) result.AddError($"--fail {text} is not SERIAL:STEP or SERIAL:STEP:TIMES.");
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            (TextWriter output, TextWriter error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                AgentOptions options = new()
                {
                    Broker = HostPort.TryParse(parsed.GetValue(broker))!,
                    Server = ServerOptions.Address(parsed.GetValue(server)!),
                    Vid = parsed.GetValue(vid)!,
                    Data = parsed.GetValue(data)!,
                    Ecus = parsed.GetValue(ecus)!,
                    DirectorRoot = parsed.GetValue(director)!,
                    ImageRoot = parsed.GetValue(image)!,
                    Certificate = parsed.GetValue(certificate),
                    Key = parsed.GetValue(key),
                    Authority = parsed.GetValue(authority),
                    Seed = parsed.GetValue(seed),
                    Speed = parsed.GetValue(speed),
                    Consent = parsed.GetValue(consent)!,
                    Language = parsed.GetValue(language)!,
                    Unsafe = parsed.GetValue(unmet),
                    Faults = [.. parsed.GetValue(faults)!.Select(text => EcuFault.TryParse(text)!)],
                    Forever = parsed.GetValue(forever),
                    DieAt = parsed.GetValue(dieAt),
                };
                AgentJob? ended = await new AgentRun(options, TimeProvider.System).RunAsync(output.WriteLine, stop);
                return ended is { IsProven: true } || (options.Forever && stop.IsCancellationRequested) ? 0 : 1;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException)
            {
                await error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }
}
