using System.CommandLine;
using System.CommandLine.Parsing;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>Which bundle a verb is about.</summary>
internal static class BundleArgument
{
    private const string Collection = "bundles/";
    private const int LeastDigits = 8;
    private const int ShownDigits = 12;

    public static readonly string Rule = $"Its digest, or at least the first {LeastDigits} digits of it.";

    public static Argument<string> Create(string name = "BUNDLE") => new(name)
    {
        Description = Rule,
        CustomParser = Read(name),
    };

    /// <summary>Reads one that is called so on the command line.</summary>
    public static Func<ArgumentResult, string> Read(string name) => result =>
    {
        string text = result.Tokens[0].Value;
        string digits = text.StartsWith(Collection, StringComparison.Ordinal) ? text[Collection.Length..] : text;
        if (digits.Length is < LeastDigits or > 64 || !digits.All(char.IsAsciiHexDigitLower))
            result.AddError($"{name} takes {LeastDigits} to 64 lower-case hexadecimal digits, not '{text}'; `ota bundles list` shows them.");
        return Collection + digits;
    };

    public static bool IsName(string name) => name.StartsWith(Collection, StringComparison.Ordinal);

    public static string DigestOf(string name) => name[Collection.Length..];

    public static string Short(string name) => name.Length > Collection.Length + ShownDigits ? name.Substring(Collection.Length, ShownDigits) : name;

    /// <exception cref="CliException">There is none, or more than one.</exception>
    public static Task<Bundle> FindAsync(Session session, string name) => session.CallAsync(
        "Looking the bundle up", options => session.Bundles.GetBundleAsync(new GetBundleRequest { Name = name }, options));
}
