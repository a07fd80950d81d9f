using System.Text.RegularExpressions;
using Ota.Server.Settings;
using Ota.Testing;

namespace Ota.Server.Tests.Settings;

public sealed partial class DocumentedSettingsTests
{
    [Fact]
    public void The_operations_page_has_exactly_the_settings_that_there_are()
    {
        string page = File.ReadAllText(RepositoryRoot.Combine("docs/operations.md"));
        Row().Matches(page).Select(match => match.Groups[1].Value)
            .Should().BeEquivalentTo(ServerOptions.Settings.Select(setting => setting.Flag));
    }

    [GeneratedRegex(@"^\| `(--[a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
