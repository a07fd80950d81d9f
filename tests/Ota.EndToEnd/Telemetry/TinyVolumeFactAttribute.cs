using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>A test that needs a volume of its own, which only root can mount.</summary>
internal sealed class TinyVolumeFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(TinyVolume.WhyNot);

    public TinyVolumeFactAttribute() => Skip = WhyNot.Value;
}
