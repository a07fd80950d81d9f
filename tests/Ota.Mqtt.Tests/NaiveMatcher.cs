namespace Ota.Mqtt.Tests;

/// <summary>Section 4.7 written down as directly as possible.</summary>
internal static class NaiveMatcher
{
    public static bool Matches(string filter, string topic) =>
        !(topic.StartsWith('$') && (filter.StartsWith('#') || filter.StartsWith('+'))) && Matches(filter.Split('/'), topic.Split('/'));

    private static bool Matches(string[] filter, string[] topic) => (filter, topic) switch
    {
        (["#"], _) => true,
        ([], []) => true,
        ([], _) or (_, []) => false,
        (["+", ..], _) => Matches(filter[1..], topic[1..]),
        _ => filter[0] == topic[0] && Matches(filter[1..], topic[1..]),
    };
}
