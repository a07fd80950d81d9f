using System.Globalization;
using System.Text.Json;
using Grpc.Net.Client;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Whole;

/// <summary>The whole server on the second core, or on both, with a data folder that outlives it.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly PinnedProcess _process;
    private readonly HttpClient _http;

    private ServerUnderTest(PinnedProcess process, JsonElement endpoints, string data)
    {
        _process = process;
        MqttPort = endpoints.GetProperty("mqtt").GetInt32();
        Channel = OperatorChannel.Open(data);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{endpoints.GetProperty("http").GetInt32()}") };
    }

    public int Id => _process.Id;

    public int MqttPort { get; }

    public GrpcChannel Channel { get; }

    public static async Task<ServerUnderTest> StartAsync(
        string server, string data, IEnumerable<string> arguments, CancellationToken stop, int cores = 1)
    {
        PinnedProcess process = PinnedProcess.Start(
            cores == 1 ? "1" : "0,1", "dotnet", [
                server, "--data", data, "--dev", "--address", "127.0.0.1", "--https-port", "0", "--mqtts-port", "0", "--http-port", "0",
                "--grpc-port", "0", "--mqtt-port", "0", "--max-connections", "100000", .. arguments,
            ]);
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(StartLimit);
            string line = await process.ReadLineAsync(limit.Token) ?? "";
            if (!line.StartsWith('{')) throw new BenchException($"The server did not start: {line} {(await process.EndAsync(limit.Token)).Errors}");
            process.DiscardOutput();
            return new ServerUnderTest(process, JsonElement.Parse(line), data);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>A counter of /metrics, summed over the lines that have all the labels.</summary>
    public async Task<long> CounterAsync(string name, string labels, CancellationToken stop)
    {
        string text = await _http.GetStringAsync("/metrics", stop);
        return (long)text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{' && line.Contains(labels, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Kills it, as a crash would.</summary>
    public void Dispose()
    {
        Channel.Dispose();
        _http.Dispose();
        _process.Dispose();
    }
}
