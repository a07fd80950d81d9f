using System.CommandLine;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>`ota root remove-key`.</summary>
internal static class RemoveKeyCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = RootOptions.File();
        Argument<string[]> keys = new("KEY") { Description = "Key ids as `ota root show` lists them, or files with the public keys.", Arity = ArgumentArity.OneOrMore };
        Option<MetadataRole> role = RootOptions.Role();
        Command command = new("remove-key", "Takes keys away from a role. Signatures on the file are dropped.") { file, keys, role };
        command.SetAction((given, _) =>
        {
            RootFile before = RootFile.Read(given.GetRequiredValue(file));
            RootMetadata after = given.GetRequiredValue(keys)
                .Aggregate(before.Metadata, (root, text) => RootEdit.RemoveKey(root, given.GetValue(role), IdOf(text)));
            RootChange.Save(before, after, verbs.Around);
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "ota root remove-key 2.root.json --role root lost.pub",
            "ota root remove-key 2.root.json --role targets 5c1a9b7e2f0d4c3b8a69571e0d2c4b6a8f9e1d3c5b7a9081726354f5e6d7c8b9");
    }

    private static KeyId IdOf(string text) => KeyId.TryParse(text) ?? PublicKeyFile.Read(text).Id;
}
