using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>`ota root sign`.</summary>
internal static class SignRootCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = RootOptions.File();
        Option<string?> previous = RootOptions.Previous();
        SigningOptions signing = new();
        Command command = new("sign", "Shows a root, signs it, and writes it back with the signature. Works without a server.") { file, previous };
        signing.AddTo(command);
        command.SetAction(async (given, stop) =>
        {
            SigningKeys keys = signing.Read(given, verbs.Around, stop);
            RootFile root = RootFile.Read(given.GetRequiredValue(file));
            RootMetadata? before = given.GetValue(previous) is { } path ? RootFile.Read(path).Metadata : null;
            DateTimeOffset now = verbs.Around.Time.GetUtcNow();
            if (root.Metadata.Expires <= now) throw CliException.Refused($"{root.Path} has expired, so nobody would take it: begin it again with a later --expires.");
            foreach (string line in new RootReview(root, before, now).Lines()) verbs.Around.Error.WriteLine(Printable.Line(line));
            await SignQuestion.AskAsync(signing.IsConfirmed(given, verbs.Around), verbs.Around, stop);
            using SignerSet signers = await keys.OpenAsync(stop);
            foreach ((ISigner signer, string origin) in signers.All) Check(root.Metadata, before, signer.Key, origin);
            RootFile signed = signers.All.Aggregate(root, (so, one) => so.With(one.Signer.Sign(so.Draft.BytesToSign.ToArray())));
            signed.Save();
            foreach (string sentence in RootCheck.Missing(signed, before, now).DefaultIfEmpty($"{signed} has all signatures{(before is null && root.Metadata.Version > 1 ? " of its own keys" : "")}."))
                verbs.Around.Error.WriteLine(Printable.Line(sentence));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "ota root sign root.json --key kim.key",
            "# A key that the new root does not have any more signs as one of the root before:",
            "ota root sign 2.root.json --previous 1.root.json --key lost-soon.key",
            "# A key in a device, see docs/security.md:",
            "ota root sign root.json --public-key hsm.pub --signer 'sign-with-hsm {file}'");
    }

    private static void Check(RootMetadata root, RootMetadata? before, TufKey key, string origin)
    {
        if (Has(root) || (before is not null && Has(before))) return;
        throw CliException.Refused($"{origin} is the key {key.Id}, which does not sign for this root; if it is a key of the root before, name that with --previous.");

        bool Has(RootMetadata one) => one.Roles[MetadataRole.Root].KeyIds.Contains(key.Id);
    }
}
