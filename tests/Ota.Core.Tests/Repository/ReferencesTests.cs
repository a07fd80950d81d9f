using System.Xml.Linq;
using Ota.Testing;

namespace Ota.Core.Tests.Repository;

/// <summary>A project's reference list is a promise (docs/architecture.md, "Who may know whom").</summary>
public sealed class ReferencesTests
{
    private static readonly Dictionary<string, Promise> Promises = new()
    {
        ["Ota.Core"] = new([], [], AspNet: false),
        ["Ota.Mqtt"] = new([], [], AspNet: true),
        ["Ota.Rpc"] = new([], ["Google.Protobuf", "Polly.Core", "Grpc.Tools"], AspNet: true),
        ["Ota.Protocol"] = new(["Ota.Rpc"], ["Google.Protobuf", "Grpc.Tools"], AspNet: false),
        ["Ota.Server"] = new(["Ota.Core", "Ota.Mqtt", "Ota.Rpc", "Ota.Protocol"], null, AspNet: true),
        ["Ota.Cli"] = new(["Ota.Core", "Ota.Rpc", "Ota.Protocol"], null, AspNet: false),
        ["Ota.Simulator"] = new(["Ota.Core", "Ota.Mqtt", "Ota.Rpc", "Ota.Protocol"], null, AspNet: true, Starts: ["Ota.Server", "Ota.Cli"]),
        ["Ota.Conformance"] = new(["Ota.Testing"], null, AspNet: true),
        ["Ota.Testing"] = new([], null, AspNet: true),
    };

    public static TheoryData<string> Projects => [.. ProjectFiles().Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_promises(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        if (!Promises.TryGetValue(name, out Promise? promise))
        {
            (project.StartsWith("tests/", StringComparison.Ordinal) || project.StartsWith("bench/", StringComparison.Ordinal))
                .Should().BeTrue($"{name} is new outside tests and bench: add its promise here and to docs/architecture.md");
            return;
        }
        XDocument file = XDocument.Load(RepositoryRoot.Combine(project));

        ILookup<bool, string> references = file.Descendants("ProjectReference").ToLookup(
            reference => reference.Attribute("ReferenceOutputAssembly")?.Value == "false",
            reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        references[false].Should().BeSubsetOf(promise.Projects, $"{name} may know no other project");
        references[true].Should().BeSubsetOf(promise.Starts ?? [], $"{name} may have no other program built with it");
        if (promise.Packages is not null)
            Names(file, "PackageReference").Should().BeSubsetOf(promise.Packages, $"{name} may use no other package");
        bool aspNet = Names(file, "FrameworkReference").Contains("Microsoft.AspNetCore.App")
            || file.Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web";
        (aspNet && !promise.AspNet).Should().BeFalse($"{name} may not use ASP.NET");
    }

    [Fact]
    public void No_project_names_a_package_version_of_its_own()
    {
        foreach (string project in ProjectFiles())
        {
            XDocument.Load(project).Descendants("PackageReference").Where(package => package.Attribute("Version") is not null)
                .Should().BeEmpty($"versions are pinned in Directory.Packages.props, not in {project}");
        }
    }

    [Fact]
    public void Every_package_version_is_pinned_exactly()
    {
        XDocument.Load(RepositoryRoot.Combine("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => package.Attribute("Version")!.Value)
            .Should().OnlyContain(version => version.StartsWith('[') && version.EndsWith(']') && !version.Contains(','));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(RepositoryRoot.Combine("OtaBackend.sln")).Replace('\\', '/');
        ProjectFiles().Select(file => Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/'))
            .Should().OnlyContain(file => solution.Contains(file));
    }

    private static IEnumerable<string> ProjectFiles() => new[] { "src", "simulator", "tests", "bench" }
        .Select(RepositoryRoot.Combine)
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
        .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(XDocument file, string element) =>
        file.Descendants(element).Select(reference => reference.Attribute("Include")?.Value).OfType<string>();

    /// <param name="Projects">The projects it may reference.</param>
    /// <param name="Packages">The packages it may reference; null is any that is pinned.</param>
    /// <param name="AspNet">Whether it may use the ASP.NET shared framework.</param>
    /// <param name="Starts">The programs that are built with it, which it starts and does not know; null is none.</param>
    private sealed record Promise(string[] Projects, string[]? Packages, bool AspNet, string[]? Starts = null);
}
