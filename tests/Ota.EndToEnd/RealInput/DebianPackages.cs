using Ota.Testing;

namespace Ota.EndToEnd.RealInput;

/// <summary>What tests/packages.sh fetched: each package under one name in two versions.</summary>
internal static class DebianPackages
{
    /// <summary>The package that is the same in both versions.</summary>
    public const string Unchanged = "linux-headers";

    private static readonly string[] Default = ["chromium-common", Unchanged, "linux-image-cloud-amd64"];

    private static readonly string Cache = RepositoryRoot.Combine("artifacts/packages");

    /// <summary>All that are there in a long run, else three.</summary>
    public static IReadOnlyList<string> Names() => Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1"
        ? [.. Directory.GetFiles(Path.Combine(Cache, "new")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!]
        : Default;

    /// <param name="version">1 or 2.</param>
    /// <param name="name">One of the names.</param>
    public static string File(int version, string name) => Path.Combine(Cache, version == 1 ? "old" : "new", $"{name}.deb");

    public static string? WhyNot() => Default.All(name => System.IO.File.Exists(File(1, name)) && System.IO.File.Exists(File(2, name)))
        ? null
        : "bash tests/packages.sh fetches the packages from a Debian mirror, and could not.";
}
