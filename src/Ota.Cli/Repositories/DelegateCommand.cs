using System.CommandLine;
using Ota.Cli.Roots;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo delegate`.</summary>
internal static class DelegateCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> name = new("NAME") { Description = "The supplier's role: up to 64 of a-z, 0-9, - and dot. One that exists gets these keys and paths." };
        Option<string[]> keys = new("--key") { HelpName = "FILE.pub", Description = "A public key of the supplier; repeat it for each.", Required = true };
        Option<int> threshold = RootOptions.Threshold("--threshold", "How many of them must sign; 1 unless given.");
        threshold.DefaultValueFactory = _ => 1;
        Option<string[]> paths = new("--path")
        {
            HelpName = "PATTERN",
            Description = "Images that the supplier may describe, such as 'brake/*'; repeat it for several. Quote it: the shell has its own *.",
            Required = true,
        };
        Option<string[]> hardware = new("--hardware-id") { HelpName = "ID", Description = "Hardware that it is about; any unless given." };
        Option<bool> terminating = new("--terminating") { Description = "Nobody after it in the order is asked about images that match its paths." };
        Command command = new("delegate", "Proposes to let a supplier sign for images of its own. The keys of targets must sign it.")
        {
            name, keys, threshold, paths, hardware, terminating,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            ProposeDelegationRequest request = new()
            {
                Name = given.GetRequiredValue(name),
                Keys = { Read(given.GetRequiredValue(keys), given.GetValue(threshold)) },
                Threshold = given.GetValue(threshold),
                Paths = { given.GetRequiredValue(paths) },
                HardwareIds = { given.GetValue(hardware) ?? [] },
                Terminating = given.GetValue(terminating),
            };
            Change made = await ProposedChange.ProposeAsync(
                session, "Proposing the delegation", options => session.Repository.ProposeDelegationAsync(request, options));
            await ProposedChange.SayCompanionsAsync(session, made);
        });
        return command.WithExamples("ota repo delegate brakes-inc --key b1.pub --key b2.pub --threshold 2 --path 'brakes-inc/*' --path 'brakes-inc/bundles/*'");
    }

    private static IEnumerable<string> Read(string[] files, int threshold)
    {
        TufKey[] keys = [.. files.Select(PublicKeyFile.Read)];
        if (keys.DistinctBy(key => key.Fingerprint).Count() < keys.Length) throw CliException.BadUsage("--key: the same key is there twice; each counts once.");
        if (threshold > keys.Length) throw CliException.BadUsage($"--threshold {threshold} is more than the {keys.Length} keys; name more keys or lower it.");
        return keys.Select(key => System.Text.Encoding.ASCII.GetString(PublishedJson.Encode(key.Members)));
    }
}
