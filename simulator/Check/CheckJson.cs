using System.Text.Json;

namespace Ota.Simulator.Check;

/// <summary>What came of a check, for scripts.</summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static string Write(CheckTotals totals) => JsonSerializer.Serialize(totals, Form);
}
