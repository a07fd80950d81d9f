using System.CommandLine;
using Ota.Cli.Bundles.Verifying;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles verify`.</summary>
internal static class VerifyBundleCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> bundle = BundleArgument.Create();
        Option<string> root = new("--root")
        {
            HelpName = "ROOT.json",
            Description = "The root that you trust; got once by a way that you trust, and kept.",
            Required = true,
        };
        Option<string?> folder = new("--folder")
        {
            HelpName = "DIR",
            Description = "Takes the metadata from a copy of the Image repository, such as DATA/repo/image, and asks no server.",
        };
        Option<string?> manifest = new("--manifest")
        {
            HelpName = "FILE",
            Description = "The published manifest; with --folder it may be left out if --artifacts has it.",
        };
        Option<string?> artifacts = new("--artifacts")
        {
            HelpName = "DIR",
            Description = "Also reads and hashes every artifact, in a folder such as DATA/artifacts/sha256.",
        };
        Command command = new(
            "verify",
            "Checks as a vehicle does, from a root of your own, that enough keys signed this bundle: its manifest and all its images. "
            + "The server is believed in nothing.")
        {
            bundle,
            root,
            folder,
            manifest,
            artifacts,
        };
        command.SetAction(async (given, stop) =>
        {
            byte[] trusted = InputFile.ReadBytes(given.GetRequiredValue(root), MetadataLimits.Default.RootBytes);
            string name = given.GetRequiredValue(bundle);
            string? manifestFile = given.GetValue(manifest)
                ?? (given.GetValue(artifacts) is { } there ? Path.Combine(there, BundleArgument.DigestOf(name)) : null);
            DateTimeOffset now = verbs.Around.Time.GetUtcNow();
            IReadOnlyList<VerifiedImage> verified;
            if (given.GetValue(folder) is { } copy)
            {
                if (manifestFile is null)
                    throw CliException.BadUsage("--folder needs the manifest: give --manifest FILE, or --artifacts DIR that has it.");
                byte[] bytes = InputFile.ReadBytes(manifestFile, ManifestLimits.Bytes);
                string digest = BundleArgument.DigestOf(name) is { Length: 64 } whole
                    ? whole
                    : throw CliException.BadUsage("With --folder give the whole digest.");
                verified = await new BundleVerification(new FolderMetadata(copy)).RunAsync(trusted, bytes, digest, now);
            }
            else
            {
                using Session session = verbs.Open(given, stop);
                V1.Bundle found = await BundleArgument.FindAsync(session, name);
                byte[] bytes = given.GetValue(manifest) is { } file
                    ? InputFile.ReadBytes(file, ManifestLimits.Bytes)
                    : found.Manifest.ToByteArray();
                verified = await new BundleVerification(new ServerMetadata(session)).RunAsync(trusted, bytes, BundleArgument.DigestOf(found.Name), now);
            }

            if (given.GetValue(artifacts) is { } files) await new ArtifactFolderCheck(files, verbs.Around, stop).RunAsync(verified);
            Write(verified, verbs.FormatOf(given), verbs.Around);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "ota bundles verify 4f1c09aa --root 1.root.json",
            "# From files alone:",
            "ota bundles verify 4f1c09aa... --root 1.root.json --folder data/repo/image --artifacts data/artifacts/sha256");
    }

    private static void Write(IReadOnlyList<VerifiedImage> verified, OutputFormat format, Surroundings around)
    {
        if (format is OutputFormat.Json)
        {
            JsonOutput.Write(around.Out, JsonObject.Of(("verified", new JsonArray([.. verified.Select(ToJson)]))));
            return;
        }

        new TableOutput(around).WriteTable(
            ["IMAGE", "SIZE", "SHA256", "SIGNED BY"],
            folded: 0,
            verified.Select(image => (string[])
                [image.Path.Value, ByteCount.Of(image.Entry.Length), image.Entry.Hashes.Sha256 ?? "", image.Role]));
        around.Error.WriteLine("Signed by enough keys, all of it.");
    }

    private static JsonObject ToJson(VerifiedImage image) => JsonObject.Of(
        ("path", new JsonText(image.Path.Value)),
        ("length", new JsonInteger(image.Entry.Length)),
        ("sha256", new JsonText(image.Entry.Hashes.Sha256 ?? "")),
        ("role", new JsonText(image.Role)));
}
