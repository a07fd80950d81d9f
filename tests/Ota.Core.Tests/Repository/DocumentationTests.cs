using System.Text.RegularExpressions;
using Ota.Testing;

namespace Ota.Core.Tests.Repository;

/// <summary>The pages on the architecture are where the next reader starts: whatever they name must exist.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Pages =
        [.. new[] { "docs/architecture.md", "docs/architecture-bundles.md", "docs/architecture-rollouts.md" }.Select(page => File.ReadAllText(RepositoryRoot.Combine(page)))];

    public static TheoryData<string> NamedPaths => [.. Code().Where(IsPath).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<string> NamedTypes => [.. Code().Where(IsType).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(NamedPaths))]
    public void Every_path_they_name_exists(string path)
    {
        string full = RepositoryRoot.Combine(path.TrimEnd('/'));
        (File.Exists(full) || Directory.Exists(full)).Should().BeTrue($"the architecture names {path}");
    }

    [Theory]
    [MemberData(nameof(NamedTypes))]
    public void Every_type_they_name_exists(string type)
    {
        Regex declaration = new($@"\b(class|struct|record|enum|interface|delegate\s+\S+|service|message)\s+{Regex.Escape(type)}\b");
        SourceFiles().Any(file => declaration.IsMatch(File.ReadAllText(file)))
            .Should().BeTrue($"the architecture names the type {type}");
    }

    [Fact]
    public void They_stay_short_enough_to_be_read() =>
        Pages.Should().OnlyContain(page => page.Split('\n', StringSplitOptions.None).Length < 300);

    [Fact]
    public void Every_relative_link_in_the_docs_leads_somewhere()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.md", SearchOption.AllDirectories)
            .Append(RepositoryRoot.Combine("README.md"));
        foreach (string page in pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                string target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value);
                (File.Exists(target) || Directory.Exists(target)).Should().BeTrue($"{page} links to {link.Groups[1].Value}");
            }
        }
    }

    /// <summary>What stands between back quotes, outside fenced blocks.</summary>
    private static IEnumerable<string> Code() =>
        Pages.SelectMany(page => InlineCode().Matches(Fence().Replace(page, "")).Select(match => match.Groups[1].Value));

    private static bool IsPath(string code) => PathShape().IsMatch(code);

    private static bool IsType(string code) => TypeShape().IsMatch(code);

    private static IEnumerable<string> SourceFiles() => new[] { "src", "tests", "proto", "simulator", "bench" }
        .Select(RepositoryRoot.Combine)
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories))
        .Where(file => (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".proto", StringComparison.Ordinal))
            && !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex("(?s)```.*?```")]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^(src|tests|docs|proto|bench|simulator|\\.ci)/[A-Za-z0-9_./-]*$")]
    private static partial Regex PathShape();

    /// <summary>Two capitals at least, so that words like `Unary` or file names do not count.</summary>
    [GeneratedRegex("^[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*$")]
    private static partial Regex TypeShape();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
