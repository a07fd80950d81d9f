using System.Text;
using Ota.Testing;

namespace Ota.Core.Tests.Rollouts;

/// <summary>Texts that must stay as they are, to the byte. With OTA_WRITE_GOLDEN=1 they are written instead, to be read before they are committed.</summary>
internal static class Golden
{
    public static void ShouldBe(string actual, string file)
    {
        string path = Path.Combine(RepositoryRoot.Path, "tests", "Ota.Core.Tests", "Rollouts", "Golden", file);
        if (Environment.GetEnvironmentVariable("OTA_WRITE_GOLDEN") == "1") File.WriteAllText(path, actual, new UTF8Encoding(false));
        actual.Should().Be(File.ReadAllText(path, Encoding.UTF8));
    }
}
