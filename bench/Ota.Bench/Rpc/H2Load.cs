using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;

namespace Ota.Bench.Rpc;

/// <summary>Drives unary calls with h2load (Debian package nghttp2-client): a client in C that is not ours and seldom the limit.</summary>
internal static partial class H2Load
{
    public static async Task<long> RunAsync(ServerProcess server, int connections, int streams, int payloadSize, TimeSpan duration)
    {
        string body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, Frame(payloadSize));
            ProcessStartInfo start = new("taskset") { RedirectStandardOutput = true };
            string[] arguments =
            [
                "-c", "0", "h2load", "-D", duration.TotalSeconds.ToString(CultureInfo.InvariantCulture), "--warm-up-time=0",
                "-c", Text(connections), "-m", Text(streams), "-t", "1", "-d", body,
                "-H", "content-type: application/grpc", "-H", "te: trailers", new Uri(server.Address, "/ota.bench.Bench/Echo").ToString(),
            ];
            foreach (string argument in arguments)
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Match succeeded = Succeeded().Match(output);
            return succeeded.Success && succeeded.Groups[1].Value != "0"
                ? long.Parse(succeeded.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"h2load measured nothing (apt-get install nghttp2-client): {output}");
        }
        finally
        {
            File.Delete(body);
        }
    }

    private static byte[] Frame(int payloadSize)
    {
        byte[] message = new Payload { Body = ByteString.CopyFrom(new byte[payloadSize]) }.ToByteArray();
        return [0, 0, 0, 0, (byte)message.Length, .. message];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"requests: .* (\d+) succeeded")]
    private static partial Regex Succeeded();
}
