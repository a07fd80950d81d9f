using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Ota.Core.Operators;

namespace Ota.Server.Tests.Operators;

public sealed class PolicyCoverageTests
{
    private static readonly string[] AllMethods =
    [
        .. new[] { typeof(V1.Operators).Assembly, typeof(ServerCallContext).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .SelectMany(property => ((FileDescriptor)property!.GetValue(null)!).Services)
            .SelectMany(service => service.Methods)
            .Select(method => $"{method.Service.FullName}/{method.Name}"),
    ];

    [Fact]
    public void Every_method_of_every_service_has_a_row_in_the_policy() => AuthorizationPolicy.Methods.Should().Contain(AllMethods);

    [Fact]
    public void The_policy_has_no_row_without_a_method() => AllMethods.Should().Contain(AuthorizationPolicy.Methods);
}
