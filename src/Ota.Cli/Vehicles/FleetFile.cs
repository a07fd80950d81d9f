using System.Security.Cryptography;
using System.Text;
using Ota.Cli.Output;

namespace Ota.Cli.Vehicles;

/// <summary>A file with vehicles or VINs, read as a stream: it may be larger than memory.</summary>
internal static class FleetFile
{
    public const string StandardInput = "-";

    private const int BufferSize = 1 << 16;

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static TextReader Open(string path, Surroundings around) => path == StandardInput ? around.In : new StreamReader(OpenBytes(path), Encoding.UTF8);

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static FileStream OpenBytes(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.BadUsage($"{path} does not exist; check the path.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw CliException.BadUsage($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>An id that the same content always gets, so that the same command line goes on where it was cut.</summary>
    public static async Task<string> IdOfAsync(string path, CancellationToken stop)
    {
        await using FileStream file = OpenBytes(path);
        return "file-" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop))[..32];
    }
}
