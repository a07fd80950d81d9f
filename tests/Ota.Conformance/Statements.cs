namespace Ota.Conformance;

/// <summary>The normative statements of both standards, and those that no test of a broker's socket can show.</summary>
public static class Statements
{
    /// <summary>Section, and how many statements it has, in appendix B of MQTT 5.0.</summary>
    private static readonly (string Section, int Count)[] Of5 =
    [
        ("1.5.4", 3), ("1.5.5", 1), ("1.5.7", 1), ("2.1.3", 1), ("2.2.1", 6), ("2.2.2", 1), ("3.1.0", 2), ("3.1.2", 30), ("3.1.3", 12),
        ("3.1.4", 6), ("3.2.0", 2), ("3.2.2", 22), ("3.3.1", 13), ("3.3.2", 20), ("3.3.4", 10), ("3.4.2", 3), ("3.5.2", 3), ("3.6.1", 1),
        ("3.6.2", 3), ("3.7.2", 3), ("3.8.1", 1), ("3.8.3", 5), ("3.8.4", 8), ("3.9.2", 2), ("3.9.3", 2), ("3.10.1", 1), ("3.10.3", 2),
        ("3.10.4", 6), ("3.11.2", 2), ("3.11.3", 2), ("3.12.4", 1), ("3.14.0", 1), ("3.14.1", 1), ("3.14.2", 4), ("3.14.4", 3),
        ("3.15.1", 1), ("3.15.2", 3), ("4.1.0", 2), ("4.2.0", 1), ("4.3.1", 1), ("4.3.2", 5), ("4.3.3", 13), ("4.4.0", 2), ("4.5.0", 2),
        ("4.6.0", 6), ("4.7.0", 1), ("4.7.1", 2), ("4.7.2", 1), ("4.7.3", 4), ("4.8.2", 6), ("4.9.0", 3), ("4.12.0", 7), ("4.12.1", 2),
        ("4.13.1", 1), ("4.13.2", 1), ("6.0.0", 4),
    ];

    /// <summary>2.2.1-1 has no text in the standard.</summary>
    private static readonly string[] Missing = ["MQTT-2.2.1-1"];

    /// <summary>All statements of MQTT 5.0 in order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Of5.SelectMany(row => Enumerable.Range(1, row.Count).Select(n => $"MQTT-{row.Section}-{n}")).Except(Missing)];

    /// <summary>The statements of MQTT 5.0 that no test is tagged with, by the reason why.</summary>
    public static IReadOnlyDictionary<string, string[]> NotTested { get; } = new Dictionary<string, string[]>
    {
        ["They bind the client."] =
        [
            "MQTT-3.1.2-20", "MQTT-3.1.2-21", "MQTT-3.1.2-30", "MQTT-3.1.3-1", "MQTT-3.2.2-4", "MQTT-3.2.2-5", "MQTT-3.2.2-11",
            "MQTT-3.2.2-14", "MQTT-3.2.2-17", "MQTT-3.2.2-18", "MQTT-3.2.2-21", "MQTT-3.3.2-10", "MQTT-3.3.4-8", "MQTT-4.5.0-2",
            "MQTT-4.6.0-1", "MQTT-4.6.0-2", "MQTT-4.6.0-3", "MQTT-4.6.0-4", "MQTT-4.12.0-3", "MQTT-4.12.0-7", "MQTT-4.12.1-1",
            "MQTT-6.0.0-3",
        ],
        ["They are for a broker that does less: these suites ask for QoS 2 and retained messages."] =
            ["MQTT-3.2.2-10", "MQTT-3.2.2-12", "MQTT-3.2.2-13"],
        ["They need a broker that refuses clients or messages by a policy."] = ["MQTT-3.1.4-2", "MQTT-4.3.3-9"],
        ["They need a broker that has an authentication method."] =
        [
            "MQTT-3.15.2-1", "MQTT-3.15.2-2", "MQTT-3.15.2-3", "MQTT-4.12.0-2", "MQTT-4.12.0-5", "MQTT-4.12.1-2",
        ],
        ["A broker gives its PUBREL no property on its own."] = ["MQTT-3.6.2-2", "MQTT-3.6.2-3"],
    };
}
