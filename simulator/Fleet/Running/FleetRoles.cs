using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ota.Simulator.Fleet.Running;

/// <summary>Says which vehicle behaves how: drawn by a seed from counts, or read from a file.</summary>
internal static class FleetRoles
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Draws vehicles for each kind; the rest is steady.</summary>
    /// <exception cref="InvalidDataException">There are fewer vehicles than that.</exception>
    public static IReadOnlyDictionary<string, VehicleKind> Draw(
        IReadOnlyList<string> vids, int seed, IReadOnlyList<(VehicleKind Kind, int Count)> counts)
    {
        if (counts.Sum(one => (long)one.Count) > vids.Count)
            throw new InvalidDataException($"The fleet has {vids.Count} vehicles, fewer than shall misbehave.");
        string[] drawn = [.. vids.Order(StringComparer.Ordinal)];
        new Random(seed).Shuffle(drawn);
        Dictionary<string, VehicleKind> kinds = vids.ToDictionary(vid => vid, _ => VehicleKind.Steady);
        int next = 0;
        foreach ((VehicleKind kind, int count) in counts)
        {
            for (int i = 0; i < count; i++) kinds[drawn[next++]] = kind;
        }

        return kinds;
    }

    /// <summary>Reads an object of vids and kinds, such as {"0123...": "liar"}; vehicles that it does not name are steady.</summary>
    /// <exception cref="InvalidDataException">It is none, or names a vehicle that is not there.</exception>
    public static IReadOnlyDictionary<string, VehicleKind> Read(IReadOnlyList<string> vids, ReadOnlySpan<byte> utf8)
    {
        Dictionary<string, VehicleKind> kinds = vids.ToDictionary(vid => vid, _ => VehicleKind.Steady);
        try
        {
            foreach ((string vid, VehicleKind kind) in JsonSerializer.Deserialize<Dictionary<string, VehicleKind>>(utf8, Form) ?? [])
            {
                if (!kinds.ContainsKey(vid)) throw new InvalidDataException($"The behaviours name {vid}, which has no file among the vehicles.");
                kinds[vid] = kind;
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The behaviours are no object of vids and kinds: {e.Message}", e);
        }

        return kinds;
    }
}
