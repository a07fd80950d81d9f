using Ota.Server.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

public sealed class DurableFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_new_content_replaces_the_old()
    {
        DurableFile.WriteText(_folder["f"], "a long first content");
        DurableFile.WriteText(_folder["f"], "second");
        File.ReadAllText(_folder["f"]).Should().Be("second");
        Directory.GetFiles(_folder.Path).Should().ContainSingle("nothing is left beside it");
    }

    [Fact]
    public void What_a_crash_left_aside_does_not_matter()
    {
        File.WriteAllText(_folder["f"] + ".new", "half of so");
        DurableFile.WriteText(_folder["f"], "all");
        File.ReadAllText(_folder["f"]).Should().Be("all");
    }

    [Fact]
    public void Only_the_owner_can_read_it_unless_said_otherwise()
    {
        if (OperatingSystem.IsWindows()) return; // Files have no such mode there.
        DurableFile.WriteText(_folder["secret"], "s");
        File.GetUnixFileMode(_folder["secret"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
