using System.Reflection;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Ota.Conformance;

/// <summary>The suites hold together: every test names its statements, and every statement has a test or a reason.</summary>
public sealed partial class ClauseTests(ITestOutputHelper output)
{
    private static readonly string[] FirstWords =
        [.. Enum.GetNames<Wire.PacketType>().Select(name => name.ToUpperInvariant()), "RESERVED"];

    private static IEnumerable<Type> Suites =>
        typeof(Suite).Assembly.GetTypes().Where(type => type.IsAbstract && type.BaseType == typeof(Suite));

    private static IEnumerable<MethodInfo> Tests =>
        Suites.SelectMany(suite => suite.GetMethods()).Where(method => method.IsDefined(typeof(FactAttribute)));

    [Fact]
    public void Every_statement_has_a_test_or_a_reason_and_not_both()
    {
        HashSet<string> tested = [.. Tests.SelectMany(test => test.GetCustomAttribute<ClauseAttribute>()?.Statements ?? [])];
        List<string> reasoned = [.. Statements.NotTested.Values.SelectMany(statements => statements)];
        HashSet<string> tested311 = [.. Tests.SelectMany(test => test.GetCustomAttribute<Clause311Attribute>()?.Statements ?? [])];
        output.WriteLine($"{Tests.Count()} tests hold the broker to");
        output.WriteLine($"{tested.Count} of {Statements.All.Count} statements of 5.0:\n{Lines(tested)}");
        output.WriteLine($"{tested311.Count} statements of 3.1.1:\n{Lines(tested311)}");

        tested.Should().BeSubsetOf(Statements.All);
        reasoned.Should().OnlyHaveUniqueItems().And.BeSubsetOf(Statements.All);
        tested.Intersect(reasoned).Should().BeEmpty("a statement with a test needs no reason");
        Statements.All.Except(tested).Except(reasoned).Should().BeEmpty("a statement without a test needs a reason");
    }

    [Fact]
    public void Every_test_begins_with_its_packet_and_names_a_statement()
    {
        foreach (MethodInfo test in Tests)
        {
            FirstWords.Should().Contain(test.Name.Split('_')[0], $"{test.Name} begins with its packet");
            IEnumerable<string> statements = [
                .. test.GetCustomAttribute<ClauseAttribute>()?.Statements ?? [],
                .. test.GetCustomAttribute<Clause311Attribute>()?.Statements ?? []];
            statements.Should().NotBeEmpty($"{test.Name} holds the broker to something")
                .And.OnlyContain(statement => StatementForm().IsMatch(statement));
        }
    }

    [Fact]
    public void Every_deviation_names_a_test_and_a_reason()
    {
        HashSet<string> names = [.. Tests.Select(test => test.Name)];
        foreach (Brokers.Deviation row in Brokers.MosquittoDeviations.All)
        {
            names.Should().Contain(row.Test);
            row.Reason.Should().NotBeEmpty();
            row.Clause.Should().NotBeEmpty();
        }

        Brokers.MosquittoDeviations.All.Should().OnlyHaveUniqueItems(row => $"{row.Test} {row.Case}");
    }

    [Fact]
    public void Every_suite_runs_against_mosquitto()
    {
        Type[] all = typeof(Suite).Assembly.GetTypes();
        foreach (Type suite in Suites.Except([typeof(Ota.Conformance.Suites.WebSocketSuite)])) // Debian builds mosquitto without WebSocket.
            all.Should().Contain(type => type.BaseType == suite && type.Name.StartsWith("Mosquitto"), $"{suite.Name} is not proven");
    }

    private static string Lines(IEnumerable<string> statements) => string.Join('\n', statements.Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^MQTT-\d[\d.-]*-\d+$")]
    private static partial Regex StatementForm();
}
