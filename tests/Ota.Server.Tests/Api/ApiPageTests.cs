using Ota.Testing;

namespace Ota.Server.Tests.Api;

public sealed class ApiPageTests
{
    [Fact]
    public void The_page_of_the_API_is_what_protos_and_policy_say() => GeneratedPage.Check(
        "docs/api.md",
        new ApiPage(new ProtoComments("proto/ota/v1")).Make(
        [
            V1.ArtifactsReflection.Descriptor, V1.BundlesReflection.Descriptor, V1.DirectorReflection.Descriptor, V1.EnrolmentReflection.Descriptor,
            V1.OperatorsReflection.Descriptor, V1.RepositoryReflection.Descriptor, V1.RolloutsReflection.Descriptor, V1.SystemReflection.Descriptor,
            V1.TelemetryReflection.Descriptor, V1.VehiclesReflection.Descriptor,
        ]));

    [Fact]
    public void Every_file_is_on_it()
    {
        string page = File.ReadAllText(RepositoryRoot.Combine("docs/api.md"));
        foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Combine("proto/ota/v1")))
            page.Should().MatchRegex($"(?i)\n## {Path.GetFileNameWithoutExtension(file)}\n");
    }
}
