using System.CommandLine;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>Which of the two repositories a verb is about.</summary>
internal static class RepositoryOption
{
    private static readonly Dictionary<string, RepositoryKind> Known =
        Enum.GetValues<RepositoryKind>().Where(kind => kind != RepositoryKind.Unspecified).ToDictionary(NameOf);

    public static string NameOf(RepositoryKind kind) => kind.ToString().ToLowerInvariant();

    public static Option<RepositoryKind> Create()
    {
        Option<RepositoryKind> option = new("--repo")
        {
            HelpName = "image|director",
            Description = "Which repository: image says which images exist, director which vehicle shall install which.",
            Required = true,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!Known.TryGetValue(text, out RepositoryKind kind)) result.AddError($"--repo takes image or director, not '{text}'.");
                return kind;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Known.Keys]);
        return option;
    }
}
