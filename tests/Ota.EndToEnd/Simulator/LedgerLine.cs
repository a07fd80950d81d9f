using System.Text.Json;

namespace Ota.EndToEnd.Simulator;

/// <summary>A line of the simulator's ledger.</summary>
internal sealed record LedgerLine(
    string Vid, string BootId, uint Stream, ulong Seq, string Digest, int Readings, bool Acknowledged)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public BatchKey Key => new(Vid, BootId, Stream, Seq);

    public static LedgerLine[] ReadAll(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<LedgerLine>(line, Names)!)];
}
