using Ota.Core.Operators;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Vehicles;

public sealed class LookupPurposeTests
{
    [Fact]
    public void What_was_given_is_kept() => LookupPurpose.For(new RoleSet(Role.Support), "case 4711").Should().Be("case 4711");

    [Fact]
    public void Support_staff_have_to_name_one() => LookupPurpose.For(new RoleSet(Role.Support, Role.Viewer), "").Should().BeNull();

    [Theory]
    [InlineData(Role.Engineer)]
    [InlineData(Role.Approver)]
    [InlineData(Role.Release)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Privacy)]
    public void Other_roles_say_it(Role role) => LookupPurpose.For(new RoleSet(role), "").Should().NotBeNullOrEmpty();

    [Fact]
    public void Text_that_cannot_be_kept_is_no_purpose()
    {
        LookupPurpose.For(RoleSet.All, new string('x', LookupPurpose.MaxLength + 1)).Should().BeNull();
        LookupPurpose.For(RoleSet.All, "two\nlines").Should().BeNull();
    }
}
