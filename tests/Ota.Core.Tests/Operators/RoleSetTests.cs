using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Operators;

namespace Ota.Core.Tests.Operators;

public sealed class RoleSetTests
{
    private static Arbitrary<Role[]> Roles => Gen.Elements(Enum.GetValues<Role>()).ArrayOf().ToArbitrary();

    [Fact]
    public void Text_form_and_back_is_the_same_set() => Prop.ForAll(Roles, roles =>
    {
        RoleSet set = new(roles);
        return RoleSet.TryParse(set.ToString(), out RoleSet again) && again == set;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_set_contains_what_it_was_made_of_and_nothing_else() => Prop.ForAll(Roles, roles =>
        Enum.GetValues<Role>().All(role => new RoleSet(roles).Contains(role) == roles.Contains(role))).QuickCheckThrowOnFailure();

    [Fact]
    public void Sets_overlap_when_they_share_a_role() => Prop.ForAll(Roles, Roles, (a, b) =>
        new RoleSet(a).Overlaps(new RoleSet(b)) == a.Intersect(b).Any()).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Admin")]
    [InlineData("admin,root")]
    [InlineData("8")]
    [InlineData(" admin")]
    public void A_name_that_is_no_role_is_refused(string text) => RoleSet.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Names_stand_in_the_order_of_the_enum() =>
        new RoleSet(Role.Admin, Role.Viewer, Role.Viewer, Role.Release).ToString().Should().Be("viewer,release,admin");

    [Fact]
    public void A_number_that_is_no_role_cannot_enter_a_set() =>
        FluentActions.Invoking(() => new RoleSet((Role)99)).Should().Throw<ArgumentOutOfRangeException>();
}
