using System.Text.RegularExpressions;
using Ota.Testing;

namespace Ota.Server.Tests.Vehicles;

/// <summary>The way between VINs and vehicles is one class: only there a look-up can be kept from going unnoticed.</summary>
public sealed partial class VinDirectoryTests
{
    [Fact]
    public void No_other_source_file_names_the_table_of_VINs()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(RepositoryRoot.Combine("src/Ota.Server"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));
        files.Where(file => NamesTheTable().IsMatch(File.ReadAllText(file))).Select(file => Path.GetFileName(file))
            .Should().Equal("VinDirectory.cs");
    }

    [Fact]
    public void No_text_of_a_log_has_a_place_for_a_VIN()
    {
        IEnumerable<string> logs = Directory.EnumerateFiles(RepositoryRoot.Combine("src/Ota.Server"), "*Log.cs", SearchOption.AllDirectories);
        logs.Should().NotBeEmpty();
        logs.Where(file => File.ReadAllText(file).Contains("{Vin", StringComparison.OrdinalIgnoreCase)).Should().BeEmpty();
    }

    [GeneratedRegex("""(FROM|INTO|UPDATE|JOIN)\s+vins\b|"vins", \[""")]
    private static partial Regex NamesTheTable();
}
