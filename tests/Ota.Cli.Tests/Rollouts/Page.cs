using Ota.Testing;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>Pages as people see them, kept as files. OTA_WRITE_PAGES=1 writes them anew, to be read before they are committed.</summary>
internal static class Page
{
    public static void ShouldBe(string name, string page)
    {
        string path = RepositoryRoot.Combine($"tests/Ota.Cli.Tests/Rollouts/Pages/{name}.txt");
        string shown = string.Join('\n', page.Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("OTA_WRITE_PAGES") == "1") File.WriteAllText(path, shown);
        shown.Should().Be(File.ReadAllText(path));
    }
}
