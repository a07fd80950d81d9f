using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Ota.Server.Hosting;

namespace Ota.Server.Metrics;

/// <summary>The gauge ota_build_info, always 1: its labels say which build runs.</summary>
internal sealed class BuildInfo
{
    public BuildInfo(IMeterFactory factory)
    {
        KeyValuePair<string, object?>[] labels =
        [
            new("version", ServerVersion.Text),
            new("runtime", RuntimeInformation.FrameworkDescription),
        ];
        factory.Create("Ota.Server").CreateObservableGauge(
            "ota.build.info", () => new Measurement<int>(1, labels), null, "The build that runs, in its labels.");
    }
}
