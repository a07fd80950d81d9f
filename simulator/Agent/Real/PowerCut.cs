using System.Diagnostics;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Real;

/// <summary>
/// Ends the process at a named step, as a power cut would. Steps are the names of <see cref="AgentEvent"/>, small with hyphens, with
/// the ECU behind a colon if one is meant: job-came, prepared, fetched, images-checked, consented, begun, ecu-staged, ecu-writing:gw,
/// ecu-written, rebooted, ecu-tested, ecu-committed, ecu-rolled-back. With "before:" in front it comes between the act and its note.
/// </summary>
internal sealed class PowerCut(string? dieAt)
{
    /// <summary>The act was done, and the journal does not know it yet.</summary>
    public void BeforeNote(AgentEvent happened) => Cut("before:", happened);

    /// <summary>The journal knows it.</summary>
    public void AfterNote(AgentEvent happened) => Cut("", happened);

    /// <summary>The name of a step.</summary>
    public static string NameOf(AgentEvent happened) =>
        string.Concat(happened.GetType().Name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    private void Cut(string when, AgentEvent happened)
    {
        if (dieAt is null) return;
        string name = when + NameOf(happened);
        if (dieAt == name || dieAt == $"{name}:{SerialOf(happened)}") Process.GetCurrentProcess().Kill();
    }

    private static string SerialOf(AgentEvent happened) => happened switch
    {
        AgentEvent.EcuStaged e => e.Serial,
        AgentEvent.EcuWriting e => e.Serial,
        AgentEvent.EcuWritten e => e.Serial,
        AgentEvent.EcuTested e => e.Serial,
        AgentEvent.EcuCommitted e => e.Serial,
        AgentEvent.EcuRolledBack e => e.Serial,
        AgentEvent.EcuFailed e => e.Serial,
        _ => "",
    };
}
