using System.Text.Json;

namespace Ota.Simulator.Check;

/// <summary>DIR/operator.json, as the server writes it: address, CA and credential, files relative to its folder.</summary>
internal static class OperatorFile
{
    /// <exception cref="InvalidDataException">It is not there, or not as it should be.</exception>
    public static ServerAccess Read(string folder)
    {
        string path = Path.Combine(folder, "operator.json");
        if (!File.Exists(path)) throw new InvalidDataException($"{path} does not exist; the server writes it at its start.");
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new ServerAccess(ServerOptions.Address(Text("server") ?? ""), Resolve("ca"), Resolve("certificate"), Resolve("key"), null);

            string? Text(string name) => json.RootElement.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
            string? Resolve(string name) => Text(name) is { } relative ? Path.Combine(Path.GetFullPath(folder), relative) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is not what a server writes: {e.Message}");
        }
    }
}
