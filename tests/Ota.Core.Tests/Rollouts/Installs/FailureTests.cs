using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Rollouts.Installs;

public sealed class FailureTests
{
    private static readonly RolloutPolicy Policy = new() { MaxAttempts = 20 };

    [Theory]
    [InlineData(FailureFamily.Flash, 0x72, "E-1204", "7:114:E-1204", "flash 0x72 (E-1204)")]
    [InlineData(FailureFamily.Network, FailureCodes.LinkLost, "", "2:1:", "network link_lost")]
    [InlineData(FailureFamily.Boot, 0x10000, "a:b:c", "8:65536:a:b:c", "boot 0x10000 (a:b:c)")]
    [InlineData(FailureFamily.User, 0, "", "6:0:", "user")]
    public void A_reason_has_a_text_for_columns_and_one_for_people(FailureFamily family, int code, string supplier, string column, string people)
    {
        FailureReason reason = new(family, code, supplier);
        FailureText.Write(reason).Should().Be(column);
        FailureText.Read(column).Should().Be(reason);
        FailureText.Describe(reason).Should().Be(people);
        FailureText.Explain(reason).Should().EndWith(".");
    }

    [Theory]
    [InlineData("flash")]
    [InlineData("7:114")]
    [InlineData("0:1:")]
    [InlineData("13:1:")]
    [InlineData("7:-1:")]
    [InlineData("7:x:")]
    [InlineData(":::")]
    public void What_is_no_reason_is_refused(string text) => FluentActions.Invoking(() => FailureText.Read(text)).Should().Throw<FormatException>();

    [Fact]
    public void No_reason_is_the_empty_text()
    {
        FailureText.Write(null).Should().BeEmpty();
        FailureText.Read("").Should().BeNull();
    }

    [Fact]
    public void What_a_supplier_says_becomes_printable_and_short() =>
        FailureText.Printable("é\n" + new string('x', 90)).Should().Be("??" + new string('x', 62));

    [Fact]
    public void Codes_are_in_their_range_and_their_names_are_different()
    {
        FailureCodes.All.Should().OnlyContain(code => code.Code >= 1 && code.Code <= 0xFFFF && code.Sentence.EndsWith('.'));
        FailureCodes.All.Select(code => (code.Family, code.Name)).Should().OnlyHaveUniqueItems();
        FailureCodes.All.Select(code => code.Family).Distinct().Should().BeEquivalentTo(Enum.GetValues<FailureFamily>());
    }

    [Theory]
    [InlineData(FailureFamily.Network, 1, 1, "00:05:00", WorkList.Remote)]
    [InlineData(FailureFamily.Network, 1, 4, "00:40:00", WorkList.Remote)]
    [InlineData(FailureFamily.Network, 1, 9, "21:20:00", WorkList.Remote)]
    [InlineData(FailureFamily.Network, 1, 10, "1.00:00:00", WorkList.Remote)]
    [InlineData(FailureFamily.Network, 1, 19, "1.00:00:00", WorkList.Remote)]
    [InlineData(FailureFamily.Network, 1, 20, null, WorkList.Remote)]
    [InlineData(FailureFamily.Operations, 8, 1, "00:05:00", WorkList.Remote)]
    [InlineData(FailureFamily.Flash, 0x72, 1, "1.00:00:00", WorkList.Workshop)]
    [InlineData(FailureFamily.Flash, 0x72, 20, null, WorkList.Workshop)]
    [InlineData(FailureFamily.Flash, 0x93, 2, "00:10:00", WorkList.Workshop)]
    [InlineData(FailureFamily.Flash, 0x33, 1, null, WorkList.Inspection)]
    [InlineData(FailureFamily.Boot, 1, 1, "1.00:00:00", WorkList.Workshop)]
    [InlineData(FailureFamily.Eligibility, 1, 1, null, WorkList.Inspection)]
    [InlineData(FailureFamily.Space, 1, 1, null, WorkList.Inspection)]
    [InlineData(FailureFamily.Authenticity, 1, 1, null, WorkList.Inspection)]
    [InlineData(FailureFamily.Health, 1, 1, null, WorkList.Inspection)]
    [InlineData(FailureFamily.Evidence, 1, 1, null, WorkList.Inspection)]
    [InlineData(FailureFamily.User, 1, 1, null, WorkList.Letter)]
    [InlineData(FailureFamily.Rollback, 1, 1, null, WorkList.Workshop)]
    public void Who_acts_next_follows_from_the_family(FailureFamily family, int code, int failures, string? wait, WorkList list)
    {
        FailureReason reason = new(family, code);
        FailureRules.WaitForRetry(reason, failures, Policy).Should().Be(wait is null ? null : TimeSpan.Parse(wait, null));
        FailureRules.ListOf(reason).Should().Be(list);
        FailureRules.StopsWave(reason).Should().Be(family == FailureFamily.Authenticity);
    }
}
