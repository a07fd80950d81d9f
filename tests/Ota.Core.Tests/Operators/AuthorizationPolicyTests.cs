using Ota.Core.Operators;

namespace Ota.Core.Tests.Operators;

public sealed class AuthorizationPolicyTests
{
    [Fact]
    public void A_method_without_a_row_is_open_to_nobody() =>
        AuthorizationPolicy.RuleFor("ota.v1.Operators/Unheard").Should().BeNull();

    [Fact]
    public void The_leading_slash_of_a_path_does_not_matter() =>
        AuthorizationPolicy.RuleFor("/ota.v1.System/GetStatus").Should().BeSameAs(AuthorizationPolicy.RuleFor("ota.v1.System/GetStatus"));

    [Fact]
    public void Only_admins_manage_operators()
    {
        foreach (string method in AuthorizationPolicy.Methods.Where(method => method.StartsWith("ota.v1.Operators/", StringComparison.Ordinal)))
        {
            MethodRule rule = AuthorizationPolicy.RuleFor(method)!;
            foreach (Role role in Enum.GetValues<Role>())
                AuthorizationPolicy.Allows(rule, new RoleSet(role)).Should().Be(role == Role.Admin, "{0} calls {1}", role, method);
        }
    }

    [Fact]
    public void A_caller_without_credentials_gets_health_the_APIs_description_and_the_trade_of_a_claim_and_nothing_else() =>
        AuthorizationPolicy.Methods.Where(method => AuthorizationPolicy.Allows(AuthorizationPolicy.RuleFor(method)!, roles: null))
            .Should().OnlyContain(method => method.StartsWith("grpc.health.", StringComparison.Ordinal)
                || method.StartsWith("grpc.reflection.", StringComparison.Ordinal)
                || method == "ota.v1.Enrolment/Enrol" || method == "ota.v1.Enrolment/Renew");

    [Fact]
    public void Every_operator_may_ask_for_the_status() =>
        AuthorizationPolicy.Allows(AuthorizationPolicy.RuleFor("ota.v1.System/GetStatus")!, new RoleSet(Role.Viewer)).Should().BeTrue();

    [Fact]
    public void What_changes_something_is_never_open_to_everybody() =>
        AuthorizationPolicy.Methods.Select(AuthorizationPolicy.RuleFor).Where(rule => rule!.Mutates)
            .Should().OnlyContain(rule => rule!.Access == MethodAccess.Roles && !rule.Roles.IsEmpty);
}
