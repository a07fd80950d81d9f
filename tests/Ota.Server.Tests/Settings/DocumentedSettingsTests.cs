using System.Globalization;
using Ota.Server.Settings;
using Ota.Testing;

namespace Ota.Server.Tests.Settings;

public sealed class DocumentedSettingsTests
{
    public static TheoryData<string, string> Numbers => Rows(
        setting => long.TryParse(FirstOf(setting), CultureInfo.InvariantCulture, out _), FirstOf);

    public static TheoryData<string, string> Choices => Rows(setting => setting.Argument.Contains('|'), FirstOf);

    public static TheoryData<string, string> WithDev => Rows(
        setting => setting.Default.Contains("; with --dev "), setting => setting.Default.Split("; with --dev ")[1]);

    [Fact]
    public void The_page_of_settings_is_what_the_options_say() => GeneratedPage.Check("docs/settings.md", SettingsPage.Make());

    [Fact]
    public void No_other_page_has_settings_of_its_own_in_a_table() =>
        File.ReadAllText(RepositoryRoot.Combine("docs/operations.md")).Should().NotContain("| `--").And.Contain("](settings.md)");

    [Theory]
    [MemberData(nameof(Numbers))]
    [MemberData(nameof(Choices))]
    public void A_default_is_the_same_as_giving_it(string name, string value) =>
        Given.Options((name, value)).Should().BeEquivalentTo(Given.Options());

    [Theory]
    [MemberData(nameof(WithDev))]
    public void A_default_with_dev_is_the_same_as_giving_it_with_dev(string name, string value) =>
        Given.Options(("dev", "true"), (name, value)).Should().BeEquivalentTo(Given.Options(("dev", "true")));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Another_value_than_the_default_is_taken(string name, string value)
    {
        string other = (long.Parse(value, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);
        Given.Problems(name, other).Should().BeEmpty();
        Action compare = () => Given.Options((name, other)).Should().BeEquivalentTo(Given.Options());
        compare.Should().Throw<Xunit.Sdk.XunitException>();
    }

    [Fact]
    public void Whatever_is_a_number_says_so_by_its_argument() => ServerOptions.Settings
        .Where(setting => Given.Problems(setting.Name, "?").Any(problem => problem.Contains("whole number")))
        .Should().OnlyContain(setting => setting.Argument == "N" || setting.Argument == "PORT" || setting.Argument.Contains("/S")
            || setting.Name.EndsWith(setting.Argument.ToLowerInvariant()) || setting.Name == "mqtt-keep-alive");

    private static string FirstOf(Setting setting) => setting.Default.Split(';')[0];

    private static TheoryData<string, string> Rows(Predicate<Setting> isOne, Func<Setting, string> valueOf)
    {
        TheoryData<string, string> rows = [];
        foreach (Setting setting in ServerOptions.Settings.Where(setting => isOne(setting))) rows.Add(setting.Name, valueOf(setting));
        return rows;
    }
}
