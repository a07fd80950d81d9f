using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ota.Cli.Connection;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>What verbs about roots take.</summary>
internal static class RootOptions
{
    private const int LongestLife = 3650;
    private const int DefaultLife = 365;

    private static readonly Dictionary<string, MetadataRole> Roles = Enum.GetValues<MetadataRole>().ToDictionary(RootEdit.NameOf);

    public static Argument<string> File() => new("ROOT.json") { Description = "The root's working file; it is the metadata file itself, with the signatures so far." };

    public static Option<MetadataRole> Role()
    {
        Option<MetadataRole> option = new("--role")
        {
            HelpName = "ROLE",
            Description = $"Whose keys: {string.Join(", ", Roles.Keys)}.",
            Required = true,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!Roles.TryGetValue(text, out MetadataRole role)) result.AddError($"--role takes one of {string.Join(", ", Roles.Keys)}, not '{text}'.");
                return role;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Roles.Keys]);
        return option;
    }

    public static Option<TimeSpan> Expires() => new("--expires")
    {
        HelpName = "DAYS",
        Description = $"How long the root is good, such as 365d, up to {LongestLife}d; {DefaultLife}d unless given.",
        DefaultValueFactory = _ => TimeSpan.FromDays(DefaultLife),
        CustomParser = ReadDays,
    };

    public static Option<int> Threshold(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result => NumberArgument.Parse(result, name, 1, MetadataLimits.Default.Signatures),
    };

    public static Option<string?> Online() => new("--online")
    {
        HelpName = "FILE",
        Description = "The server's own public keys as `ota repo online-keys` wrote them; without it the server is asked.",
    };

    public static Option<string?> Previous() => new("--previous") { HelpName = "FILE", Description = "The published root before this one, whose keys have to sign too." };

    /// <summary>The moment from now on, in whole seconds as files have it.</summary>
    public static DateTimeOffset ExpiryAfter(TimeSpan life, TimeProvider time) =>
        DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + life).ToUnixTimeSeconds());

    private static TimeSpan ReadDays(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool isRead = text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= LongestLife;
        if (!isRead) result.AddError($"--expires takes days such as 365d, from 1d to {LongestLife}d, not '{text}'.");
        return isRead ? TimeSpan.FromDays(int.Parse(text[..^1], CultureInfo.InvariantCulture)) : default;
    }
}
