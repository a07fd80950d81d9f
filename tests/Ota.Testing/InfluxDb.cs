using System.Text.Json;

namespace Ota.Testing;

/// <summary>Debian's InfluxDB 1.6 on a free loopback port, with its files in a folder of its own, so that a killed server comes back with them.</summary>
public sealed class InfluxDb : IAsyncDisposable
{
    private const string Executable = "/usr/bin/influxd";

    private readonly TempFolder _folder = new();
    private readonly string _http;
    private readonly HttpClient _client;
    private PeerProcess? _process;

    private InfluxDb(string http)
    {
        if (!File.Exists(Executable))
            throw new InvalidOperationException("These tests need influxdb: bash tests/run.sh installs it.");
        _http = http;
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        _client = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    /// <summary>Starts a server; <paramref name="http"/> is added to the section [http], for example <c>auth-enabled = true</c>.</summary>
    public static async Task<InfluxDb> StartAsync(string http = "")
    {
        InfluxDb server = new(http);
        File.WriteAllText(server._folder["influxdb.conf"], server.Configuration());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the server again on the same port and folder.</summary>
    public async Task StartAgainAsync()
    {
        _process = PeerProcess.Start(new PeerProgram(Executable, "-config", _folder["influxdb.conf"]));
        await HttpServerStart.AnsweringAsync(_client, "/ping");
    }

    /// <summary>Kills the server as a crash would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Asks in InfluxQL; the answer is the first result. Credentials have the form <c>u=NAME&amp;p=PASSWORD</c>.</summary>
    /// <exception cref="InvalidOperationException">The server answered with an error.</exception>
    public async Task<JsonElement> QueryAsync(string query, string database = "", string credentials = "")
    {
        using FormUrlEncodedContent form = new([new("q", query)]);
        using HttpResponseMessage response = await _client.PostAsync($"/query?db={database}&epoch=ms&{credentials}", form);
        string text = await response.Content.ReadAsStringAsync();
        JsonElement answer = JsonDocument.Parse(text).RootElement;
        if (!answer.TryGetProperty("results", out JsonElement results) || results[0].TryGetProperty("error", out _))
            throw new InvalidOperationException($"InfluxDB answered {query} with {text}");
        return results[0];
    }

    /// <summary>The number in the only row of an aggregate; 0 when there is no row.</summary>
    public async Task<long> NumberAsync(string query, string database, string credentials = "")
    {
        JsonElement result = await QueryAsync(query, database, credentials);
        return result.TryGetProperty("series", out JsonElement series) ? series[0].GetProperty("values")[0][1].GetInt64() : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private string Configuration() => $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:0"
        [meta]
        dir = "{_folder["meta"]}"
        [data]
        dir = "{_folder["data"]}"
        wal-dir = "{_folder["wal"]}"
        [monitor]
        store-enabled = false
        [http]
        bind-address = "127.0.0.1:{Url.Port}"
        log-enabled = false
        {_http}
        """ + "\n";
}
