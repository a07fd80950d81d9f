using Ota.Testing;

namespace Ota.Core.Tests.Repository;

/// <summary>The tree stays as docs/architecture.md has it: a new top-level folder needs an ADR, and a row here.</summary>
public sealed class TreeTests
{
    private static readonly string[] Known =
        [".ci", "bench", "docs", "proto", "simulator", "src", "tests"];

    /// <summary>Made by tools and by running the server, never committed.</summary>
    private static readonly string[] Local = [".git", ".idea", ".vs", ".vscode", "artifacts", "BenchmarkDotNet.Artifacts", "data"];

    private static readonly string[] BannedFolders =
        ["Common", "Utils", "Helpers", "Models", "Interfaces", "Extensions", "Managers", "Processors", "Impl"];

    [Fact]
    public void There_is_no_unknown_top_level_folder()
    {
        Directory.EnumerateDirectories(RepositoryRoot.Path).Select(Path.GetFileName)
            .Should().BeSubsetOf([.. Known, .. Local]);
    }

    [Fact]
    public void No_source_folder_has_a_name_that_says_nothing()
    {
        Directory.EnumerateDirectories(RepositoryRoot.Combine("src"), "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .Should().NotContain(name => BannedFolders.Contains(name));
    }
}
