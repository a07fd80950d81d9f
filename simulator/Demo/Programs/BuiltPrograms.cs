using System.Runtime.InteropServices;

namespace Ota.Simulator.Demo.Programs;

/// <summary>The server and `ota`, which are built with the simulator and lie beside it in the tree, and the host that runs all three.</summary>
internal sealed record BuiltPrograms(string Host, string Server, string Ota)
{
    /// <exception cref="DemoException">They are not there.</exception>
    public static BuiltPrograms Find()
    {
        // simulator/bin/<configuration>/net10.0
        DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string tree = own.Parent?.Parent?.Parent?.Parent?.FullName ?? own.FullName;
        string configuration = own.Parent?.Name ?? "";
        return new BuiltPrograms(FindHost(), At("src/Ota.Server", "Ota.Server.dll"), At("src/Ota.Cli", "ota.dll"));

        string At(string project, string file)
        {
            string path = Path.GetFullPath(Path.Combine(tree, project, "bin", configuration, own.Name, file));
            return File.Exists(path)
                ? path
                : throw new DemoException($"{path} is not there. Start this from the source tree: dotnet run -c Release --project simulator");
        }
    }

    // The one that runs this: another one may lack the runtime. <root>/shared/Microsoft.NETCore.App/<version>/
    private static string FindHost()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }
}
