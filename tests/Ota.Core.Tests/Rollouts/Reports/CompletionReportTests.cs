using System.Globalization;
using System.Text;
using System.Text.Json;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Reports;

namespace Ota.Core.Tests.Rollouts.Reports;

public sealed class CompletionReportTests
{
    [Theory]
    [InlineData(ReportForm.Text, "report.txt")]
    [InlineData(ReportForm.Json, "report.json")]
    [InlineData(ReportForm.Csv, "report.csv")]
    public void A_report_is_the_same_to_the_byte(ReportForm form, string file) => Golden.ShouldBe(Write(form, TestRows.All()), file);

    [Fact]
    public void Neither_culture_nor_what_happened_later_changes_a_byte()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = "#";
        odd.NumberFormat.NegativeSign = "~";
        odd.DateTimeFormat.DateSeparator = "*";
        odd.DateTimeFormat.TimeSeparator = "_";
        string[] expected = [.. Enum.GetValues<ReportForm>().Select(form => Write(form, TestRows.All()))];
        try
        {
            CultureInfo.CurrentCulture = odd;
            Rollout later = Population() with { State = RolloutState.Revoked, Reason = "smoke", Ended = TestRollout.Now.AddDays(9), Revision = 99 };
            Enum.GetValues<ReportForm>().Select(form => Write(form, TestRows.All(), later)).Should().Equal(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Categories_sum_to_the_population_whatever_the_installs_are_like() => Bundles.Property.Holds(
        random =>
        {
            ReportRow[] all = TestRows.All();
            ReportRow[] rows = [.. Enumerable.Range(0, random.Next(200)).Select(i => all[random.Next(all.Length)] with { Vid = $"{i:x32}" })];
            using JsonDocument report = JsonDocument.Parse(Write(ReportForm.Json, rows, Population() with { Population = rows.Length }));
            JsonElement root = report.RootElement;
            Sum(root.GetProperty("counts")).Should().Be(rows.Length);
            root.GetProperty("population").GetProperty("balances").GetBoolean().Should().BeTrue();
            Sum(root.GetProperty("pending")).Should().Be(root.GetProperty("counts").GetProperty("pending").GetInt64());
            root.GetProperty("vehicles").GetArrayLength().Should().Be(rows.Length);
            root.GetProperty("markets").EnumerateObject().Sum(market => market.Value.GetProperty("vehicles").GetInt64()).Should().Be(rows.Length);
            root.GetProperty("confirmed").GetProperty("vehicles").GetInt64().Should().Be(rows.Count(row => row.Install.State == InstallState.Confirmed));
        },
        50);

    [Fact]
    public void A_recall_heads_the_report_and_what_is_not_known_is_left_out()
    {
        Rollout recalled = Population() with
        {
            Policy = new RolloutPolicy { Recall = new RecallNotice("Acme", "KBA", ["013456", "R/2026/7"], RiskClass.Serious, StopDrive: true) },
        };
        Write(ReportForm.Text, [], recalled).Should().Contain("Recall      by Acme, KBA 013456, R/2026/7\n            risk serious; not to be driven until fixed\n");
        using JsonDocument report = JsonDocument.Parse(Write(ReportForm.Json, [], recalled));
        JsonElement recall = report.RootElement.GetProperty("rollout").GetProperty("recall");
        recall.GetProperty("references").EnumerateArray().Select(one => one.GetString()).Should().Equal("013456", "R/2026/7");
        (recall.GetProperty("risk").GetString(), recall.GetProperty("stopDrive").GetBoolean()).Should().Be(("serious", true));

        using JsonDocument bare = JsonDocument.Parse(Write(ReportForm.Json, [], Population(), new ReportSubject("")));
        JsonElement rollout = bare.RootElement.GetProperty("rollout");
        new[] { "recall", "purpose", "safetyRelevant", "approvalState", "selection" }
            .Should().OnlyContain(name => rollout.GetProperty(name).ValueKind == JsonValueKind.Null);
        rollout.GetProperty("rxswins").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public void Books_that_do_not_balance_say_so() =>
        Write(ReportForm.Text, TestRows.All(), Population() with { Population = 7 }).Should().Contain("NOT the population");

    [Fact]
    public void A_report_of_nobody_is_well_formed()
    {
        Rollout rollout = Population() with { Population = 0, Started = null };
        using JsonDocument report = JsonDocument.Parse(Write(ReportForm.Json, [], rollout));
        report.RootElement.GetProperty("vehicles").GetArrayLength().Should().Be(0);
        Write(ReportForm.Csv, [], rollout).Should().StartWith("vid,").And.EndWith(",by\r\n");
        Write(ReportForm.Text, [], rollout).Should().Contain("the population");
    }

    [Fact]
    public void Fields_of_a_table_that_would_break_it_are_quoted()
    {
        ReportRow row = TestRows.All()[0] with { Model = "a,\"b\"\r\nc" };
        Write(ReportForm.Csv, [row]).Should().Contain(",\"a,\"\"b\"\"\r\nc\",");
    }

    [Fact]
    public void Memory_does_not_grow_with_the_rows()
    {
        CompletionReport report = new(Population(), TestRows.Subject(), TestRollout.Now, ReportForm.Json);
        ReportRow[] all = TestRows.All();
        long sent = 0;
        for (int i = 0; i < 20_000; i++)
        {
            int piece = report.Add(all[i % all.Length] with { Vid = $"{i:x32}" }).Length;
            sent += piece;
            piece.Should().BeLessThan(80_000);
        }

        report.End().Length.Should().BeLessThan(80_000);
        sent.Should().BeGreaterThan(10_000_000, "rows leave as they come");
    }

    [Fact]
    public void Vehicles_come_in_order()
    {
        CompletionReport report = new(Population(), TestRows.Subject(), TestRollout.Now, ReportForm.Json);
        ReportRow[] all = TestRows.All();
        report.Add(all[1]);
        Action add = () => report.Add(all[0]);
        add.Should().Throw<ArgumentException>();
    }

    private static Rollout Population() => TestRollout.In(RolloutState.Running) with { Population = TestRows.All().Length };

    private static string Write(ReportForm form, IEnumerable<ReportRow> rows, Rollout? rollout = null, ReportSubject? subject = null)
    {
        CompletionReport report = new(rollout ?? Population(), subject ?? TestRows.Subject(), TestRollout.Now, form);
        StringBuilder text = new();
        foreach (ReportRow row in rows) text.Append(Encoding.UTF8.GetString(report.Add(row).Span));
        return text.Append(Encoding.UTF8.GetString(report.End().Span)).ToString();
    }

    private static long Sum(JsonElement counts) => counts.EnumerateObject().Sum(count => count.Value.GetInt64());
}
