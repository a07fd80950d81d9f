using System.Diagnostics;

namespace Ota.Testing;

/// <summary>A volume of a few MB that can be filled up and emptied again.</summary>
public sealed class TinyVolume : IDisposable
{
    private readonly TempFolder _folder = new();

    public TinyVolume(int megabytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.Path) is { } failure) throw new InvalidOperationException(failure);
    }

    public string Path => _folder.Path;

    private string Filler => _folder["filler"];

    /// <summary>Takes all that is free.</summary>
    public void Fill()
    {
        using FileStream file = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            byte[] block = new byte[4096];
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // No space left on device: full.
        }
    }

    public void Empty() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    /// <summary>Null, or why this machine lets nobody mount one.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux()) return "tmpfs is Linux's.";
        using TempFolder folder = new();
        string? failure = Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.Path);
        return failure is null ? Run("umount", folder.Path) : $"Mounting a tmpfs needs root: {failure}";
    }

    /// <returns>Null, or what it said when it failed.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}: {said.Trim()}";
    }
}
