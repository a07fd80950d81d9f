using System.CommandLine;
using Ota.Cli.Signing;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>`ota root add-key`.</summary>
internal static class AddKeyCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> file = RootOptions.File();
        Argument<string[]> keys = new("KEY.pub") { Description = "Public keys, as many as needed.", Arity = ArgumentArity.OneOrMore };
        Option<MetadataRole> role = RootOptions.Role();
        Command command = new("add-key", "Lets more keys sign for a role. Signatures on the file are dropped.") { file, keys, role };
        command.SetAction((given, _) =>
        {
            RootFile before = RootFile.Read(given.GetRequiredValue(file));
            RootMetadata after = given.GetRequiredValue(keys)
                .Aggregate(before.Metadata, (root, path) => RootEdit.AddKey(root, given.GetValue(role), PublicKeyFile.Read(path), path));
            RootChange.Save(before, after, verbs.Around);
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples("ota root add-key 2.root.json --role root new.pub", "ota root add-key 2.root.json --role targets t3.pub t4.pub");
    }
}
