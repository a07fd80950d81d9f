namespace Ota.Bench.Mqtt;

/// <summary>Finds the programs that the benchmark starts.</summary>
internal static class Tools
{
    public static string Find(string program, string package)
    {
        // Daemons are in sbin, which is not on everyone's path.
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Append("/usr/sbin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new BenchException($"{program} is missing: apt-get install {package}");
    }

    public static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OtaBackend.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new BenchException("Run the benchmark from the repository.");
    }
}
