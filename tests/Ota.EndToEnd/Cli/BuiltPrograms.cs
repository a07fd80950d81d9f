namespace Ota.EndToEnd.Cli;

/// <summary>Where the build put the executables: in the configuration of these tests.</summary>
internal static class BuiltPrograms
{
    public static string Ota { get; } = Find("Ota.Cli", "ota.dll");

    public static string Server { get; } = Find("Ota.Server", "Ota.Server.dll");

    private static string Find(string project, string file)
    {
        DirectoryInfo output = new(AppContext.BaseDirectory); // .../tests/Ota.EndToEnd/bin/Debug/net10.0/
        DirectoryInfo repository = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        string path = Path.Combine(repository.FullName, "src", project, "bin", output.Parent.Name, output.Name, file);
        return File.Exists(path) ? path : throw new FileNotFoundException("The program is not built.", path);
    }
}
