using Ota.Testing;

namespace Ota.Bench.Ingest;

/// <summary>What the server of a row needs beside it, on the generator's core.</summary>
internal sealed class IngestPeers : IAsyncDisposable
{
    private PostgresServer? _postgres;
    private InfluxDb? _influx;
    private VictoriaMetrics? _victoria;

    private IngestPeers()
    {
    }

    /// <summary>The settings that lead the server to them.</summary>
    public string[] Arguments { get; private set; } = [];

    public static async Task<IngestPeers> StartAsync(string kind)
    {
        IngestPeers peers = new();
        switch (kind)
        {
            case IngestKind.Postgres:
                peers._postgres = new PostgresServer();
                peers.Arguments = ["--database", peers._postgres.NewDatabase()];
                break;
            case IngestKind.Influx:
                peers._influx = await InfluxDb.StartAsync();
                await peers._influx.QueryAsync("CREATE DATABASE ota");
                peers.Arguments = ["--influx", $"{peers._influx.Url}?db=ota"];
                break;
            case IngestKind.Victoria:
                peers._victoria = await VictoriaMetrics.StartAsync();
                peers.Arguments = ["--victoria-metrics", peers._victoria.Url.ToString()];
                break;
        }
        return peers;
    }

    public async ValueTask DisposeAsync()
    {
        _postgres?.Dispose();
        if (_influx is not null) await _influx.DisposeAsync();
        if (_victoria is not null) await _victoria.DisposeAsync();
    }
}
