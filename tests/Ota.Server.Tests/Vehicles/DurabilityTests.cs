using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Grpc.Core;
using Grpc.Net.Client;
using Ota.Server.Storage;
using Ota.Server.Tests.Hosting;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Vehicles;

/// <summary>The built server is killed while many look-ups share commits; what was answered has to be written down.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const int Answers = 200;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_look_up_that_was_answered_before_a_kill_is_written_down()
    {
        ConcurrentBag<string> answered = [];
        using (ServerProcess server = ServerProcess.In(_folder["data"]))
        {
            JsonElement endpoints = await server.EndpointsAsync();
            using GrpcChannel channel = Connect(endpoints.GetProperty("urls").GetProperty("https").GetString()!);
            V1.Vehicles.VehiclesClient vehicles = new(channel);
            await vehicles.ImportAsync(Fleet.Rows(100));
            TaskCompletionSource enough = new();
            Task[] callers = [.. Enumerable.Range(0, 8).Select(caller => Task.Run(() => AskUntilItBreaksAsync(vehicles, caller, answered, enough)))];
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(120));
            await server.SignalAsync("KILL");
            await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60));
        }

        await using Database database = await new SqliteDatabase(Path.Combine(_folder["data"], "state.db")).MigratedAsync();
        await using DbConnection connection = await database.ConnectAsync(default);
        HashSet<string> written = [.. await connection.QueryAsync<string>("SELECT purpose FROM vin_lookups")];
        answered.Count.Should().BeGreaterThanOrEqualTo(Answers);
        answered.Should().OnlyContain(purpose => written.Contains(purpose));
        (await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check")).Should().Be("ok");
    }

    private static async Task AskUntilItBreaksAsync(
        V1.Vehicles.VehiclesClient vehicles, int caller, ConcurrentBag<string> answered, TaskCompletionSource enough)
    {
        for (int i = 0; ; i++)
        {
            string purpose = $"case {caller}-{i}";
            try
            {
                await vehicles.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(1 + (i % 100)) }, Purpose = purpose });
            }
            catch (RpcException)
            {
                enough.TrySetResult(); // Also when it broke too early, which the count shows.
                return;
            }

            answered.Add(purpose);
            if (answered.Count >= Answers) enough.TrySetResult();
        }
    }

    private GrpcChannel Connect(string url)
    {
        string folder = Path.Combine(_folder["data"], "operators");
        KeyCertificatePair admin = new(File.ReadAllText(Path.Combine(folder, "admin.crt")), File.ReadAllText(Path.Combine(folder, "admin.key")));
        string root = File.ReadAllText(Path.Combine(_folder["data"], "pki", "root.crt"));
        return GrpcChannel.ForAddress(url, new GrpcChannelOptions { Credentials = new SslCredentials(root, admin) });
    }
}
