using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Simulation;

/// <summary>One car: its ECUs as they physically are, what it remembers, and how it talks. What it does with a job is in <see cref="CarWork"/>.</summary>
internal sealed class Car
{
    public static readonly string[] Ecus = ["GW-1", "BR-2", "LI-3"];
    public static readonly string[] Markets = ["DE", "FR"];

    /// <summary>Local time less UTC.</summary>
    public static readonly TimeSpan UtcOffset = TimeSpan.FromHours(1);

    private readonly World _world;
    private readonly CarWork _work;
    private string _journal = new CarMemory().Write();
    private bool _isToAsk = true;
    private int _drivesOfNew;
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;

    public Car(World world, long number, Character character)
    {
        (_world, Number, Character, FailuresLeft) = (world, number, character, character.Fails);
        _work = new CarWork(world, this);
    }

    public long Number { get; }

    public Character Character { get; }

    public int FailuresLeft { get; set; }

    public CarMemory Memory { get; private set; } = new();

    /// <summary>What each ECU runs; "?" if it cannot run.</summary>
    public Dictionary<string, string> Images { get; } = Ecus.ToDictionary(ecu => ecu, _ => "0");

    public bool IsOnline { get; private set; } = true;

    public bool IsDead { get; set; }

    public long Ignitions { get; private set; }

    /// <summary>Trouble codes that it has, with their first occurrence.</summary>
    public Dictionary<string, DateTimeOffset> Faults { get; } = [];

    public static string MarketOf(long car) => Markets[car % Markets.Length];

    public void Step(DateTimeOffset now)
    {
        if (IsDead) return;
        if (IsOnline) Talk(now);
        if (Memory.Job is not { } job) return;
        _work.Step(job, now);
        Save();
    }

    public void GoOnline(bool isOnline)
    {
        if (isOnline && !IsOnline && !IsDead)
        {
            IsOnline = _isToAsk = true;
            Drive();
            ShowInventory(""); // The birth: it proves nothing, and may show that a fix was lost.
        }

        IsOnline = isOnline;
    }

    /// <summary>Forgets all that was not written down, and starts again.</summary>
    public void CutPower()
    {
        Memory = CarMemory.Read(_journal);
        _isToAsk = true;
        if (Memory.Job is { } job && !IsDead) _work.Recover(job);
        Save();
    }

    /// <summary>Something breaks.</summary>
    public void ShowFault(string code)
    {
        if (Faults.TryAdd(code, _world.Now) && IsOnline) Say(new Message.Fault(code, _world.Now));
    }

    /// <summary>A workshop puts in another primary, and an operator has allowed it: its key is another one, and its counter begins anew.</summary>
    public void ReplacePrimary()
    {
        (Memory.Primary, Memory.Counter) = (Memory.Primary + 1, 0);
        Save();
        GoOnline(isOnline: false);
        GoOnline(isOnline: true);
    }

    public void Save() => _journal = Memory.Write();

    public void Take(Message message, DateTimeOffset now)
    {
        if (IsDead || !IsOnline) return;
        switch (message)
        {
            case Message.Hint: _isToAsk = true; break;
            case Message.Job job: TakeJob(job, now); break;
            case Message.NoJob when Memory.Job is { } mine && !InstallStates.IsInstalling(mine.Phase): Memory.Job = null; break;
            case Message.StatusReply reply: TakeReply(reply); break;
            case Message.StartReply reply when Memory.Job is { } mine && mine.Rollout == reply.Rollout && mine.Offer == reply.Offer:
                mine.AllowedAt = reply.Until is null ? null : now;
                mine.PermitUntil = reply.Until ?? mine.PermitUntil;
                break;
            default: break;
        }

        Save();
    }

    public void Say(Message message)
    {
        if (IsOnline) _world.Send(Number, isUp: true, message);
    }

    public void ShowInventory(string nonce)
    {
        Memory.Counter++;
        Save(); // A counter that was used is never used again.
        Dictionary<string, string> images = new(Images);
        _world.Truth[(Number, Memory.Primary, Memory.Counter)] = images;
        Say(new Message.Inventory(Memory.Primary, Memory.Counter, nonce, images));
    }

    public static VehicleReport Report(CarJob job) => new(new ReportPosition(job.Offer, job.Attempt, job.Seq), job.Phase)
    {
        Reason = job.Reason,
        Postponed = job.Postponed,
        Conditions = job.Phase == InstallState.WaitSafeState ? ["battery_12v"] : [],
        Ecus = [.. job.Targets.Select(target => new EcuProgress(EcuSerial.TryParse(target[0])!, CarWork.ProgressOf(job, target[0])))],
    };

    private void Talk(DateTimeOffset now)
    {
        if (_isToAsk || now - _askedAt > TimeSpan.FromDays(1))
        {
            (_isToAsk, _askedAt) = (false, now);
            Say(new Message.JobRequest(new VehicleUse(Ignitions, Ignitions * 9_000)));
            foreach ((string code, DateTimeOffset at) in Faults) Say(new Message.Fault(code, at));
        }

        if (Memory.Job is not { } job) return;
        if (!job.IsAcknowledged) Say(new Message.Status(job.Rollout, Report(job)));
        if (job.WantsProof && !InstallStates.IsInstalling(job.Phase)) Prove(job);
        if (_world.Chance(0.05)) _isToAsk = true; // A reply may have been lost.
    }

    // What goes wrong in the drive that begins is known after its start was told.
    private void Drive()
    {
        Ignitions++;
        if (Images.Values.Any(image => image == "0")) _drivesOfNew = 0;
        else if (++_drivesOfNew == Character.FaultAtDrive) ShowFault("BR-2 C0031");
        if (Character.UsualFaults > 0 && _world.Chance(Character.UsualFaults)) ShowFault($"LI-3 B{Ignitions:0000}");
    }

    private void Prove(CarJob job)
    {
        if (Character.Replays)
        {
            Say(new Message.Forgery(job.Rollout));
            Say(new Message.Inventory(Memory.Primary, Math.Max(1, Memory.Counter), job.Nonce, Images.Keys.ToDictionary(ecu => ecu, _ => "1")));
            if (_world.Chance(0.5)) return;
        }

        ShowInventory(job.Nonce);
    }

    private void TakeJob(Message.Job told, DateTimeOffset now)
    {
        CarJob? mine = Memory.Job;
        if (mine is not null && mine.Rollout == told.Rollout && mine.Offer >= told.Offer)
        {
            if (mine.Offer == told.Offer) (mine.Nonce, mine.WantsProof, mine.IsStopped) = (told.Nonce, told.WantsProof, told.IsStopped);
            return;
        }

        if (mine is not null && InstallStates.IsInstalling(mine.Phase)) return;
        Memory.Job = new CarJob
        {
            Rollout = told.Rollout,
            Offer = told.Offer,
            Nonce = told.Nonce,
            Got = now,
            WantsProof = told.WantsProof,
            IsStopped = told.IsStopped,
            Targets = [.. told.Targets.Select(target => new[] { target.Ecu.Value, Images[target.Ecu.Value], target.Sha256 })],
        };
    }

    private void TakeReply(Message.StatusReply reply)
    {
        if (Memory.Job is not { } job || job.Rollout != reply.Rollout || job.Offer != reply.At.Offer) return;
        if (reply.At == new ReportPosition(job.Offer, job.Attempt, job.Seq))
        {
            job.IsAcknowledged = true;
            job.RetryAt = reply.RetryAt;
        }

        (job.Nonce, job.WantsProof, job.IsStopped) = (reply.Nonce, reply.WantsProof, reply.IsStopped);
        if (reply.Stands || InstallStates.IsInstalling(job.Phase)) return;
        if (job.Phase > InstallState.SelfTest && !job.IsAcknowledged) return; // The last word is to be heard.
        Memory.Job = null;
        _isToAsk = true;
    }
}
