using System.Text.Json;

namespace Ota.Core.Tests.Simulation;

/// <summary>What a car keeps over power cuts, in the form in which it keeps it.</summary>
internal sealed record CarMemory
{
    public ulong Counter { get; set; }

    /// <summary>Which primary it has: another one signs with another key, and counts from the beginning.</summary>
    public int Primary { get; set; }

    public CarJob? Job { get; set; }

    public string Write() => JsonSerializer.Serialize(this);

    public static CarMemory Read(string journal) => JsonSerializer.Deserialize<CarMemory>(journal)!;
}
