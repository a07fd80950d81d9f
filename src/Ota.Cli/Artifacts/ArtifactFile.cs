using System.Security.Cryptography;
using Ota.Cli.Vehicles;
using Ota.V1;

namespace Ota.Cli.Artifacts;

/// <summary>A local file that is to become an artifact.</summary>
internal static class ArtifactFile
{
    private const int BufferSize = 1 << 20;

    /// <exception cref="CliException">It cannot be read.</exception>
    public static FileStream Open(string path)
    {
        FileStream file = FleetFile.OpenBytes(path);
        if (file.Length > 0) return file;
        file.Dispose();
        throw CliException.BadUsage($"{path} is empty; an artifact has at least one byte.");
    }

    /// <summary>Computes both digests beside each other, in two buffers, one of which is read into while the other is hashed.</summary>
    public static async Task<StartUploadRequest> DescribeAsync(FileStream file, ProgressBar bar, CancellationToken stop)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using IncrementalHash sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        byte[] next = new byte[BufferSize];
        byte[] current = new byte[BufferSize];
        Task hashing = Task.CompletedTask;
        long length = 0;
        while (await RandomAccess.ReadAsync(file.SafeFileHandle, next, length, stop) is > 0 and var size)
        {
            await hashing;
            (current, next) = (next, current);
            byte[] bytes = current;
            hashing = Task.WhenAll(Task.Run(() => sha512.AppendData(bytes, 0, size), stop), Task.Run(() => sha256.AppendData(bytes, 0, size), stop));
            length += size;
            bar.Hashed(length);
        }

        await hashing;
        return new StartUploadRequest
        {
            Sha256 = Convert.ToHexStringLower(sha256.GetHashAndReset()),
            Sha512 = Convert.ToHexStringLower(sha512.GetHashAndReset()),
            Length = length,
        };
    }
}
