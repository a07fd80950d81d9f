using System.CommandLine;
using Ota.Core.Operators;

namespace Ota.Cli.Operators;

/// <summary>The operator that a verb is about.</summary>
internal static class OperatorArgument
{
    public static Argument<OperatorName> Create(string description) => new("NAME")
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (OperatorName.TryParse(OperatorTable.Short(text)) is { } name) return name;
            result.AddError($"'{text}' is no operator's name: use 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen.");
            return null;
        },
    };
}
