using System.Text.Json;
using Ota.EndToEnd.Simulator;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>`ota-simulator check` on the ledger of a replay.</summary>
internal static class StoreChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Fails unless ledger and store agree.</summary>
    /// <returns>What it counted.</returns>
    public static async Task<JsonElement> AgreesAsync(this TelemetryServer server, string ledger)
    {
        (int code, string output) = await RunAsync(server, ledger);
        code.Should().Be(0, output);
        JsonElement totals = JsonDocument.Parse(output).RootElement;
        totals.GetProperty("agrees").GetBoolean().Should().BeTrue();
        return totals;
    }

    /// <summary>The same, and everything that was sent was acknowledged.</summary>
    public static async Task<JsonElement> HasAllAsync(this TelemetryServer server, string ledger)
    {
        JsonElement totals = await server.AgreesAsync(ledger);
        totals.GetProperty("verdict").GetString().Should().StartWith("sent = acknowledged = stored");
        totals.GetProperty("stored").GetInt64().Should().BePositive();
        return totals;
    }

    public static async Task<(int Code, string Output)> RunAsync(TelemetryServer server, string ledger, params string[] more)
    {
        await using PeerProcess check = PeerProcess.Start(SimulatorProgram.Check, ["--ledger", ledger, "--data", server.Data, "--output", "json", .. more]);
        return (await check.ExitAsync(Patience), check.Output);
    }
}
