using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Roots;

/// <summary>`ota root`.</summary>
internal static class RootsCommand
{
    public static Command Create(Verbs verbs) => new Command(
        "root",
        "Makes, signs and publishes roots, the files that say which keys sign for a repository. All but fetch and publish work on files, without a server.")
    {
        InitRootCommand.Create(verbs),
        RotateRootCommand.Create(verbs),
        AddKeyCommand.Create(verbs),
        RemoveKeyCommand.Create(verbs),
        SetThresholdCommand.Create(verbs),
        ShowRootCommand.Create(verbs),
        SignRootCommand.Create(verbs),
        FetchRootCommand.Create(verbs),
        PublishRootCommand.Create(verbs),
    }.WithExamples(
        "ota root init root.json --repo image --root-key kim.pub --root-key lee.pub --root-threshold 2 --targets-key ana.pub --targets-threshold 1 --online online.json",
        "ota root sign root.json --key kim.key",
        "ota root show root.json",
        "ota root publish root.json --repo image");
}
