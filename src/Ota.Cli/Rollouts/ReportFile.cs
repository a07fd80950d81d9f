using System.Buffers;
using System.Text;
using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>Takes a report piece by piece, so that one of a million vehicles needs little memory.</summary>
internal static class ReportFile
{
    /// <summary>Writes beside the file and takes its place at the end, so that nobody reads half of it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, IAsyncStreamReader<ReportPiece> pieces, CancellationToken stop)
    {
        string aside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            await using (FileStream file = new(aside, FileMode.CreateNew, FileAccess.Write))
            {
                while (await pieces.MoveNext(stop)) await file.WriteAsync(pieces.Current.Content.Memory, stop);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    /// <summary>Prints it. A piece may end within a character.</summary>
    public static async Task PrintAsync(TextWriter output, IAsyncStreamReader<ReportPiece> pieces, CancellationToken stop)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        while (await pieces.MoveNext(stop))
        {
            ReadOnlyMemory<byte> bytes = pieces.Current.Content.Memory;
            char[] characters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(bytes.Length));
            try
            {
                int count = decoder.GetChars(bytes.Span, characters, flush: false);
                await output.WriteAsync(characters.AsMemory(0, count), stop);
            }
            finally
            {
                ArrayPool<char>.Shared.Return(characters);
            }
        }
    }
}
