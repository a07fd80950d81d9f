namespace Ota.Simulator.Agent.Machine;

/// <summary>What a vehicle does next. Each may be done twice: a power cut can come between the act and its note in the journal.</summary>
internal abstract record AgentAction
{
    private AgentAction()
    {
    }

    /// <summary>Nothing, until something comes or a pause is over.</summary>
    public sealed record Wait : AgentAction;

    /// <summary>Nothing outside: only the journal changes.</summary>
    public sealed record Note(AgentEvent Event) : AgentAction;

    /// <summary>Ask the backend for the job.</summary>
    public sealed record Ask : AgentAction;

    /// <summary>Report how far it is.</summary>
    public sealed record Tell : AgentAction;

    /// <summary>Send a manifest.</summary>
    public sealed record Prove : AgentAction;

    /// <summary>Ask whether it may begin.</summary>
    public sealed record AskToStart : AgentAction;

    /// <summary>Refresh and verify the metadata of both repositories.</summary>
    public sealed record Prepare : AgentAction;

    public sealed record Download(JobEcu Ecu) : AgentAction;

    /// <summary>Hash all images.</summary>
    public sealed record CheckImages : AgentAction;

    /// <summary>Tell the user what will be done, or how it ended.</summary>
    public sealed record TellUser : AgentAction;

    public sealed record AskDriver : AgentAction;

    /// <summary>Put the image into the inactive slot.</summary>
    public sealed record Stage(JobEcu Ecu) : AgentAction;

    /// <summary>Let the ECU run the other slot, on trial.</summary>
    public sealed record Activate(JobEcu Ecu) : AgentAction;

    public sealed record Reboot : AgentAction;

    public sealed record Test(JobEcu Ecu) : AgentAction;

    /// <summary>Make the trial final.</summary>
    public sealed record Commit(JobEcu Ecu) : AgentAction;

    /// <summary>Let the ECU run what it ran before.</summary>
    public sealed record RollBack(JobEcu Ecu) : AgentAction;
}
