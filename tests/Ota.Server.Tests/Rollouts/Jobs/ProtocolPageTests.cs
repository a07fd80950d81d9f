using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Ota.Core.Rollouts.Failures;
using Ota.Server.Rollouts.Jobs;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>Whoever writes an agent has the page alone: it has every word that this server says, and every code that it knows.</summary>
public sealed partial class ProtocolPageTests
{
    private static readonly string Page = Space().Replace(File.ReadAllText(RepositoryRoot.Combine("docs/vehicle-protocol.md")), " ");

    [Fact]
    public void Every_failure_that_has_a_name_stands_in_it()
    {
        foreach (FailureCode code in FailureCodes.All)
        {
            string number = code.Family == FailureFamily.Flash ? $"0x{code.Code:X2}" : code.Code.ToString(CultureInfo.InvariantCulture);
            Page.Should().Contain($"{number} `{code.Name}`");
        }
    }

    [Fact]
    public void Every_reason_that_a_vehicle_can_get_stands_in_it()
    {
        IEnumerable<string> words = typeof(JobWords).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        words.Should().HaveCountGreaterThan(5);
        foreach (string word in words) Page.Should().Contain($"`{word}`");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
