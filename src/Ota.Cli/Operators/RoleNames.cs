using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>Roles as words.</summary>
internal static class RoleNames
{
    private static readonly Dictionary<string, Role> Known =
        Enum.GetValues<Role>().Where(role => role != Role.Unspecified).ToDictionary(Of);

    public static string Of(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>--role ROLE, as often as there are roles.</summary>
    public static Option<Role[]> CreateOption()
    {
        Option<Role[]> option = new("--role")
        {
            HelpName = "ROLE",
            Description = $"What the operator may do; repeat it for several roles. One of {string.Join(", ", Known.Keys)}.",
            Required = true,
            CustomParser = result =>
            {
                foreach (string unknown in result.Tokens.Select(token => token.Value).Where(word => !Known.ContainsKey(word)))
                {
                    string hint = NearestWord.To(unknown, Known.Keys) is { } nearest ? $"Did you mean {nearest}?" : $"Use {string.Join(", ", Known.Keys)}.";
                    result.AddError($"--role: '{unknown}' is no role. {hint}");
                }
                return [.. result.Tokens.Select(token => Known.GetValueOrDefault(token.Value)).Distinct()];
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Known.Keys]);
        return option;
    }
}
