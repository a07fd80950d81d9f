namespace Ota.Testing;

/// <summary>The checkout that the tests run from.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string Combine(string relative) => System.IO.Path.Combine(Path, relative);

    private static string Find(string folder)
    {
        for (DirectoryInfo? parent = new(folder); parent is not null; parent = parent.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(parent.FullName, "OtaBackend.sln")))
                return parent.FullName;
        }
        throw new InvalidOperationException($"No OtaBackend.sln above {folder}.");
    }
}
