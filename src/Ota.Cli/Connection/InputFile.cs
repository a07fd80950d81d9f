using System.Text;

namespace Ota.Cli.Connection;

/// <summary>Reads small files that the operator named, and says which one and why when it cannot.</summary>
internal static class InputFile
{
    public const int LargestPem = 262_144;

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static string ReadText(string path, int largest = LargestPem) => Encoding.UTF8.GetString(ReadBytes(path, largest));

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static byte[] ReadBytes(string path, int largest)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] buffer = new byte[largest + 1];
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= largest
                ? buffer[..length]
                : throw CliException.BadUsage($"{path} is larger than {largest} bytes, so it is not the file that is needed here.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.BadUsage($"{path} does not exist; check the path.");
        }
        catch (UnauthorizedAccessException)
        {
            throw CliException.BadUsage(Directory.Exists(path)
                ? $"{path} is a folder; name a file."
                : $"{path} cannot be read by this user; run as its owner or ask for a credential of your own.");
        }
        catch (IOException e)
        {
            throw CliException.BadUsage($"{path} cannot be read: {e.Message}");
        }
    }
}
