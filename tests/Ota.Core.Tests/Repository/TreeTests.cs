namespace Ota.Core.Tests.Repository;

/// <summary>The tree stays as docs/architecture.md has it: a new top-level folder needs an ADR, and a row here.</summary>
public sealed class TreeTests
{
    private static readonly string[] Known =
        [".ci", ".git", "artifacts", "bench", "docs", "proto", "simulator", "src", "tests"];

    private static readonly string[] BannedFolders =
        ["Common", "Utils", "Helpers", "Models", "Interfaces", "Extensions", "Managers", "Processors", "Impl"];

    [Fact]
    public void There_is_no_unknown_top_level_folder()
    {
        Directory.EnumerateDirectories(RepositoryRoot.Path).Select(Path.GetFileName)
            .Should().BeSubsetOf(Known);
    }

    [Fact]
    public void No_source_folder_has_a_name_that_says_nothing()
    {
        Directory.EnumerateDirectories(RepositoryRoot.Combine("src"), "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .Should().NotContain(name => BannedFolders.Contains(name));
    }
}
