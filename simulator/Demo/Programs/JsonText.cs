using System.Text.Json;

namespace Ota.Simulator.Demo.Programs;

/// <summary>Reads what `ota --output json` writes.</summary>
internal static class JsonText
{
    /// <exception cref="DemoException">There is no such member.</exception>
    public static string Of(string json, string member)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(member, out JsonElement value) && value.GetString() is { } text
            ? text
            : throw new DemoException($"`ota` wrote no {member}: {json}");
    }
}
