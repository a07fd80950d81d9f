using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Signing;

/// <summary>
/// A key in a device: another program signs. It gets the name of a file with the bytes to sign, and writes the signature to its standard
/// output. It is started without a shell, and nothing that it writes is used before the public key vouches for it.
/// </summary>
/// <param name="words">The program and its arguments, one of which holds <see cref="File"/> or <see cref="Digest"/>.</param>
/// <param name="key">The public key.</param>
/// <param name="limit">How long it may take; people may have to touch a device meanwhile.</param>
/// <param name="time">The clock of the limit.</param>
/// <param name="stop">Ends the program.</param>
internal sealed class CommandSigner(IReadOnlyList<string> words, TufKey key, TimeSpan limit, TimeProvider time, CancellationToken stop) : ISigner
{
    /// <summary>Becomes the name of the file with the bytes to sign.</summary>
    public const string File = "{file}";

    /// <summary>Becomes the name of a file with their SHA-256, 32 bytes, for devices that do not hash themselves.</summary>
    public const string Digest = "{digest}";

    private const int LargestSignature = 4096;
    private const int LargestComplaint = 8192;

    public TufKey Key => key;

    /// <exception cref="CliException">The program failed, or what it wrote is no signature of the key.</exception>
    public KeySignature Sign(byte[] data)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ota-sign-"); // For its owner only.
        try
        {
            string file = Path.Combine(folder.FullName, "payload");
            string digest = Path.Combine(folder.FullName, "digest");
            PrivateFile.Write(file, data);
            PrivateFile.Write(digest, SHA256.HashData(data));
            // A command line has one thread and nothing else to do; the interface is synchronous for the sake of keys in memory.
            byte[] written = Task.Run(() => RunAsync(file, digest), CancellationToken.None).GetAwaiter().GetResult();
            return new KeySignature(key.Id, SignatureForm.TryNormalise(key, data, written) ?? throw CliException.Refused(Describe(written.Length)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Describe(int length)
    {
        string form = key.Scheme switch
        {
            KeyScheme.RsaPssSha256 => "RSA-PSS with SHA-256 and a salt of 32 bytes",
            KeyScheme.EcdsaP256Sha256 => "ECDSA over SHA-256, as DER or as r and s beside each other",
            _ => "Ed25519, 64 bytes",
        };
        return $"What {words[0]} wrote ({length} bytes) is no signature of the key {key.Id} over these bytes; it must be raw {form}.";
    }

    private async Task<byte[]> RunAsync(string file, string digest)
    {
        using CancellationTokenSource timer = new(limit, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        using Process process = Start(file, digest);
        Task<byte[]> output = ReadAsync(process.StandardOutput.BaseStream, LargestSignature, both.Token);
        Task<byte[]> complaint = ReadAndDrainAsync(process.StandardError.BaseStream, LargestComplaint, both.Token);
        try
        {
            byte[] written = await output;
            if (written.Length > LargestSignature)
                throw CliException.Refused($"{words[0]} wrote more than {LargestSignature} bytes; it must write the signature and nothing else.");
            byte[] said = await complaint;
            await process.WaitForExitAsync(both.Token);
            return process.ExitCode == 0 ? written : throw Failed(process.ExitCode, said);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            throw CliException.Refused($"{words[0]} did not sign within {limit.TotalSeconds:0} s; look whether the device waits for something, then try again.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    // What it may ask a person, it asks on our standard input: that is not redirected.
    private Process Start(string file, string digest)
    {
        ProcessStartInfo start = new(words[0], words.Skip(1).Select(word => word.Replace(File, file, StringComparison.Ordinal).Replace(Digest, digest, StringComparison.Ordinal)))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string secret in new[] { Passphrases.Variable, "OTA_TOKEN" }) start.Environment.Remove(secret);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw CliException.BadUsage($"--signer: {words[0]} cannot be started: {e.Message}. Check its name and the path.");
        }
    }

    private CliException Failed(int exitCode, byte[] said)
    {
        string[] lines = Encoding.UTF8.GetString(said).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new CliException(
            ExitCode.Refused,
            [$"{words[0]} ended with exit code {exitCode} and signed nothing{(lines.Length > 0 ? "; it said:" : ".")}", .. lines.Select(Printable.Line)]);
    }

    /// <summary>The first bytes; the others are read too, since a program whose complaint nobody reads stands still.</summary>
    private static async Task<byte[]> ReadAndDrainAsync(Stream stream, int limit, CancellationToken stop)
    {
        byte[] first = await ReadAsync(stream, limit, stop);
        await stream.CopyToAsync(Stream.Null, stop);
        return first;
    }

    /// <summary>All bytes up to the end, or one more than the limit.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream, int limit, CancellationToken stop)
    {
        byte[] buffer = new byte[limit + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return buffer[..length];
    }
}
