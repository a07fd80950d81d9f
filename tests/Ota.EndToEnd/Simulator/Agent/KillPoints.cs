namespace Ota.EndToEnd.Simulator.Agent;

/// <summary>Steps at which the reference agent is killed, as its --die-at names them.</summary>
internal static class KillPoints
{
    /// <summary>All kinds of steps, with the ECUs of a made fleet by their beginnings.</summary>
    public static readonly string[] All =
    [
        "job-came", "prepared", "before:fetched", "fetched", "images-checked", "before:begun", "begun", "before:ecu-staged:sim-body", "ecu-writing:sim-body",
        "before:ecu-written:sim-body", "ecu-written:sim-drive", "rebooted", "ecu-tested:sim-gw", "before:ecu-committed:sim-gw", "ecu-committed:sim-gw",
        "before:ecu-committed:sim-drive", "ecu-committed:sim-drive",
    ];

    /// <summary>One of each part of a job.</summary>
    public static readonly string[] Some = ["before:fetched", "begun", "ecu-writing:sim-body", "before:ecu-committed:sim-drive"];

    /// <summary>The step with the serial number that one vehicle's ECU has.</summary>
    public static string Of(string step, IEnumerable<string> serials)
    {
        int colon = step.LastIndexOf(':');
        string name = step[(colon + 1)..];
        return name.StartsWith("sim-", StringComparison.Ordinal)
            ? step[..(colon + 1)] + serials.Single(serial => serial.StartsWith(name + "-", StringComparison.Ordinal))
            : step;
    }
}
