using Google.Protobuf;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.EndToEnd.Simulator.Agent;

/// <summary>
/// Three ECUs with two slots each, driven by the machine alone, and a power cut at any step: before the act, between the act and its note, or
/// after the note. Slots and what was noted survive; nothing else does.
/// </summary>
internal sealed class PureVehicle
{
    public static readonly string[] Serials = ["gw", "body", "drive"];

    private const int MostSteps = 200;

    private readonly Dictionary<string, (string Current, string Committed)> _slots = Serials.ToDictionary(serial => serial, _ => ("old", "old"));
    private readonly Func<AgentAction, AgentEvent?> _fault;
    private readonly int _cutAt;
    private readonly CutPlace _place;
    private int _steps;

    /// <param name="fault">What comes of an act instead of what should; null as it should.</param>
    /// <param name="cutAt">At which step the power goes; -1 for none.</param>
    /// <param name="place">Where within the step.</param>
    public PureVehicle(Func<AgentAction, AgentEvent?> fault, int cutAt = -1, CutPlace place = CutPlace.BeforeAct)
    {
        (_fault, _cutAt, _place) = (fault, cutAt, place);
    }

    public enum CutPlace
    {
        BeforeAct,
        BeforeNote,
        AfterNote,
    }

    /// <summary>What was noted.</summary>
    public AgentJournal Journal { get; private set; } = AgentTransitions.Apply(new AgentJournal(), new AgentEvent.JobCame(NewJob()));

    /// <summary>What was done to ECUs, in order.</summary>
    public List<string> Acts { get; } = [];

    public int Steps => _steps;

    public bool WasCut { get; private set; }

    public AgentJob Job => Journal.Job!;

    public string RunsOn(string serial) => _slots[serial].Current;

    public string GoesBackTo(string serial) => _slots[serial].Committed;

    public static Job NewJob(uint offer = 1) => new()
    {
        Rollout = "0123456789ab",
        Offer = offer,
        Bundle = new string('a', 64),
        Nonce = ByteString.CopyFrom(new byte[16]),
    };

    /// <summary>Runs until there is nothing to do, through the cut.</summary>
    public PureVehicle Run()
    {
        while (_steps < MostSteps)
        {
            AgentAction action = AgentMachine.Next(Journal, new AgentInputs { HasContact = true, IsTellDue = false, IsProofDue = false, Leave = Leave.Fresh });
            if (action is AgentAction.Wait) return this;
            bool isCut = _steps++ == _cutAt;
            WasCut |= isCut;
            if (isCut && _place == CutPlace.BeforeAct)
            {
                Restart();
                continue;
            }

            AgentEvent happened = Act(action);
            if (!isCut || _place == CutPlace.AfterNote) Journal = AgentTransitions.Apply(Journal, happened);
            if (isCut) Restart();
        }

        throw new InvalidOperationException("The vehicle never comes to an end.");
    }

    private void Restart() => Journal = AgentTransitions.Apply(Journal, new AgentEvent.Started());

    private AgentEvent Act(AgentAction action)
    {
        if (_fault(action) is { } failed) return failed;
        switch (action)
        {
            case AgentAction.Prepare:
                return new AgentEvent.Prepared([.. Serials.Select((serial, i) => new JobEcu(serial, i + 1, $"{serial}.bin", "2", new string('b', 64), 1, 2))]);
            case AgentAction.Download download:
                return new AgentEvent.Fetched(download.Ecu.Image);
            case AgentAction.CheckImages:
                return new AgentEvent.ImagesChecked();
            case AgentAction.TellUser:
                return new AgentEvent.UserTold(new UserNotice(1, "en"));
            case AgentAction.AskDriver:
                return new AgentEvent.Consented();
            case AgentAction.Note note:
                return note.Event;
            case AgentAction.Stage stage:
                return Did("stage", stage.Ecu, new AgentEvent.EcuStaged(stage.Ecu.Serial));
            case AgentAction.Activate { Ecu: var ecu }:
                _slots[ecu.Serial] = ("new", _slots[ecu.Serial].Committed);
                return Did("activate", ecu, new AgentEvent.EcuWritten(ecu.Serial));
            case AgentAction.Reboot:
                return new AgentEvent.Rebooted();
            case AgentAction.Test test:
                return Did("test", test.Ecu, new AgentEvent.EcuTested(test.Ecu.Serial));
            case AgentAction.Commit { Ecu: var ecu }:
                _slots[ecu.Serial] = (_slots[ecu.Serial].Current, _slots[ecu.Serial].Current);
                return Did("commit", ecu, new AgentEvent.EcuCommitted(ecu.Serial));
            case AgentAction.RollBack { Ecu: var ecu }:
                _slots[ecu.Serial] = (_slots[ecu.Serial].Committed, _slots[ecu.Serial].Committed);
                return Did("back", ecu, new AgentEvent.EcuRolledBack(ecu.Serial));
            default:
                throw new InvalidOperationException($"{action} was not expected.");
        }
    }

    private AgentEvent Did(string what, JobEcu ecu, AgentEvent happened)
    {
        Acts.Add($"{what} {ecu.Serial}");
        return happened;
    }
}
