using System.Text;
using Ota.Core.Vehicles;

namespace Ota.Server.Bridge.Lanes;

/// <summary>The name of what a vehicle publishes: <c>v1/{vid}/up/{type}</c>.</summary>
internal readonly record struct UpTopic(Vid Vehicle, string Type)
{
    private const string Before = "v1/";
    private const string Between = "/up/";

    /// <summary>The topic filter of one type from all vehicles.</summary>
    public static string FilterOf(string type) => $"{Before}+{Between}{type}";

    /// <returns>The name's parts, or null if no vehicle can have such a topic.</returns>
    public static UpTopic? TryParse(ReadOnlySpan<byte> topic)
    {
        string text = Encoding.UTF8.GetString(topic);
        int typeAt = Before.Length + Vid.Length + Between.Length;
        if (text.Length <= typeAt || !text.StartsWith(Before, StringComparison.Ordinal)) return null;
        if (string.CompareOrdinal(text, Before.Length + Vid.Length, Between, 0, Between.Length) != 0) return null;
        return Vid.TryParse(text.Substring(Before.Length, Vid.Length)) is { } vid ? new UpTopic(vid, text[typeAt..]) : null;
    }
}
