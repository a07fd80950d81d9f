namespace Ota.Testing;

/// <summary>Where the build put the repository's own programs: in the configuration of the tests that run.</summary>
public static class BuiltProgram
{
    /// <summary>The server.</summary>
    public static string Server => Find("src/Ota.Server", "Ota.Server.dll");

    /// <summary>The operator's tool.</summary>
    public static string Ota => Find("src/Ota.Cli", "ota.dll");

    /// <summary>The fleet simulator.</summary>
    public static string Simulator => Find("simulator", "ota-simulator.dll");

    /// <summary>Our broker alone, and our client, as programs that tests may kill.</summary>
    public static string Mqtt => Find("tests/Ota.Mqtt.Tests", "Ota.Mqtt.Tests.dll");

    /// <exception cref="FileNotFoundException">The project is not built in this configuration.</exception>
    private static string Find(string project, string file)
    {
        DirectoryInfo output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)); // .../bin/<configuration>/net10.0
        string path = Path.Combine(RepositoryRoot.Path, project, "bin", output.Parent!.Name, output.Name, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built.", path);
    }
}
