using System.Text;
using Ota.Core.Rollouts;

namespace Ota.Core.Tests.Rollouts;

public sealed class ApprovalStatementTests
{
    [Fact]
    public void A_statement_is_five_lines_that_a_person_can_read() =>
        Encoding.UTF8.GetString(ApprovalStatement.Write("0a1b2c3d4e5f", "aa", "bb", "cc"))
            .Should().Be("ota-rollout-approval/v1\nrollout 0a1b2c3d4e5f\nbundle aa\npopulation bb\npolicy cc\n");

    [Theory]
    [InlineData("aa\npolicy dd")]
    [InlineData("")]
    [InlineData("AA")]
    public void What_could_be_read_in_two_ways_is_not_signed(string part)
    {
        Action write = () => ApprovalStatement.Write("0a1b2c3d4e5f", part, "bb", "cc");
        write.Should().Throw<ArgumentException>();
    }
}
