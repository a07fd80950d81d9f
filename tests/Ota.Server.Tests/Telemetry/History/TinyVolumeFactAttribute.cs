using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>A test that needs a volume of its own, which only root can mount.</summary>
internal sealed class TinyVolumeFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(Try);

    public TinyVolumeFactAttribute() => Skip = WhyNot.Value;

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux()) return "tmpfs is Linux's.";
        using TempFolder folder = new();
        string? failure = TinyVolume.Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.Path);
        return failure is null ? TinyVolume.Run("umount", folder.Path) : $"Mounting a tmpfs needs root: {failure}";
    }
}
