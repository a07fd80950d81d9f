namespace Ota.Testing;

/// <summary>A page of docs that is made from the code. OTA_WRITE_DOCS=1 writes it anew, to be read before it is committed.</summary>
public static class GeneratedPage
{
    /// <exception cref="InvalidOperationException">The page is not what the code says.</exception>
    public static void Check(string path, string made)
    {
        string file = RepositoryRoot.Combine(path);
        if (Environment.GetEnvironmentVariable("OTA_WRITE_DOCS") == "1") File.WriteAllText(file, made);
        string there = File.Exists(file) ? File.ReadAllText(file) : "";
        if (there == made) return;
        string[] old = there.Split('\n');
        string[] now = made.Split('\n');
        int line = Enumerable.Range(0, Math.Min(old.Length, now.Length)).FirstOrDefault(i => old[i] != now[i], Math.Min(old.Length, now.Length));
        throw new InvalidOperationException(
            $"{path} is stale from line {line + 1} on: run this test with OTA_WRITE_DOCS=1, read the page and commit it.\n"
            + $"is:        {old.ElementAtOrDefault(line)}\nshould be: {now.ElementAtOrDefault(line)}");
    }
}
