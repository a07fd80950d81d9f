using System.Text.RegularExpressions;
using Ota.Testing;

namespace Ota.Server.Tests.Api;

/// <summary>
/// The comments of our .proto files by full name. Reads the form that these files have, one declaration a line with its comment above; whoever
/// asks goes by the descriptors, so what this does not find shows.
/// </summary>
internal sealed partial class ProtoComments
{
    private readonly Dictionary<string, string> _comments = [];

    public ProtoComments(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.proto", SearchOption.AllDirectories))
            Read(File.ReadAllLines(file));
    }

    /// <returns>Empty where the comment of the line above is for this one too.</returns>
    /// <exception cref="InvalidOperationException">It was not found in the files.</exception>
    public string Of(string fullName) => _comments.TryGetValue(fullName, out string? comment)
        ? comment
        : throw new InvalidOperationException($"{fullName} was not found in the .proto files: write it as its neighbours are written.");

    private void Read(string[] lines)
    {
        List<string> comment = [];
        Stack<string> scopes = [];
        foreach (string line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
                continue;
            }
            if (Package().Match(line) is { Success: true } package) scopes.Push(package.Groups[1].Value);
            if (Block().Match(line) is { Success: true } block)
            {
                string name = $"{scopes.Peek()}.{block.Groups[2].Value}";
                Keep(name, comment);
                // The fields of a oneof are the message's.
                if (!line.EndsWith('}')) scopes.Push(block.Groups[1].Value == "oneof" ? scopes.Peek() : name);
            }
            else if (Member().Match(line) is { Success: true } member)
            {
                Keep($"{scopes.Peek()}.{member.Groups[1].Value}{member.Groups[2].Value}", comment);
            }
            else if (line.StartsWith('}'))
            {
                scopes.Pop();
            }
            comment.Clear();
        }
    }

    private void Keep(string name, List<string> comment) => _comments.Add(name, string.Join(' ', comment));

    [GeneratedRegex(@"^package ([\w.]+);")]
    private static partial Regex Package();

    [GeneratedRegex(@"^(service|message|enum|oneof) (\w+) \{")]
    private static partial Regex Block();

    /// <summary>A method, or a field or value with its number.</summary>
    [GeneratedRegex(@"^(?:rpc (\w+)\(|(?:[\w.<>, ]+ )?(\w+) = \d+)")]
    private static partial Regex Member();
}
