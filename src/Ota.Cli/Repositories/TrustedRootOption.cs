using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Repositories;

/// <summary>--root where differences to what is published are shown.</summary>
internal static class TrustedRootOption
{
    public static Option<string?> Create() => new("--root")
    {
        HelpName = "ROOT.json",
        Description = "A root of the Image repository that you keep yourself. What the server calls published is checked from it on, as a vehicle does; "
            + "without it the server is believed about that.",
    };

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static byte[]? Read(string? path) => path is null ? null : InputFile.ReadBytes(path, MetadataLimits.Default.RootBytes);
}
