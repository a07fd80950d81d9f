using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Simulation;

/// <summary>The controller, the store and the bridge in one, as small as they can be: real machines, rows as JSON.</summary>
internal sealed class Backend(World world)
{
    private readonly Dictionary<long, SimRollout> _rollouts = [];
    private readonly SortedDictionary<(long Rollout, long Car), Row> _rows = [];
    private int _nonces;

    public IReadOnlyDictionary<(long Rollout, long Car), Row> Rows => _rows;

    public IReadOnlyCollection<SimRollout> Rollouts => _rollouts.Values;

    /// <summary>The one job of each car: whoever has the row.</summary>
    public Dictionary<long, long> Jobs { get; } = [];

    /// <summary>Counted with each step, never by counting rows.</summary>
    public Dictionary<(long Rollout, InstallState State), long> Books { get; } = [];

    public SimRollout Rollout(long number) => _rollouts[number];

    public Install Find(long rollout, long car) => _rows[(rollout, car)].Install;

    public void Add(SimRollout rollout, IEnumerable<Install> frozen)
    {
        _rollouts[rollout.Number] = rollout;
        foreach (Install install in frozen)
        {
            _rows[(rollout.Number, install.Vehicle)] = new Row(install);
            Count(rollout.Number, install.State, 1);
        }
    }

    public void Crash()
    {
        foreach (Row row in _rows.Values) row.Reload();
    }

    public InstallStep Apply(long rollout, long car, InstallEvent happened)
    {
        Row row = _rows[(rollout, car)];
        InstallState before = row.Install.State;
        InstallStep step = InstallMachine.Apply(row.Install, happened, _rollouts[rollout].Policy, world.Now);
        if (step.Note is not null)
        {
            if (!ReferenceEquals(step.Install, row.Install)) World.Fail($"{happened} was ignored and yet changed something.");
            return step;
        }

        world.Note($"{rollout}/{car} {InstallEventForm.KindOf(happened)}: {before} -> {step.Install.State}");
        row.Save(step.Install, happened, world.Now, _rollouts[rollout]);
        Count(rollout, before, -1);
        Count(rollout, step.Install.State, 1);
        KeepJob(rollout, car, step.Install);
        if (step.Install.State == InstallState.Confirmed && before != InstallState.Confirmed) Invariants.CheckProof(world, row.Install);
        foreach (InstallEffect effect in step.Effects) Perform(rollout, car, effect);
        Invariants.CheckStep(world, row);
        return step;
    }

    public void Receive(long car, Message message)
    {
        switch (message)
        {
            case Message.JobRequest request: AnswerRequest(car, request); break;
            case Message.Status status: AnswerStatus(car, status); break;
            case Message.StartRequest request: AnswerStart(car, request); break;
            case Message.Inventory inventory: Look(car, inventory); break;
            case Message.Forgery forgery: Apply(forgery.Rollout, car, new InstallEvent.ProofRefused()); break;
            default: break;
        }
    }

    /// <summary>One tick of the controller: what is due, then offers.</summary>
    public void Tick()
    {
        foreach (((long rollout, long car), Row row) in _rows)
        {
            for (int i = 0; row.Install.Due <= world.Now; i++)
            {
                InstallStep step = Apply(rollout, car, new InstallEvent.TimePassed());
                if (step.Note is not null || i > 10) World.Fail($"{row.Install} is due and time passing changes nothing.");
            }
        }

        foreach (SimRollout rollout in _rollouts.Values.Where(rollout => rollout.State == RolloutState.Running)) OfferTurns(rollout);
        Invariants.CheckAfterTick(world);
    }

    public void Revoke(SimRollout rollout)
    {
        rollout.State = RolloutState.Revoked;
        rollout.RevokedAt ??= world.Now;
        foreach ((long _, long car) in _rows.Keys.Where(key => key.Rollout == rollout.Number)) Apply(rollout.Number, car, new InstallEvent.Revoked());
    }

    private void OfferTurns(SimRollout rollout)
    {
        foreach (((long number, long car), Row row) in _rows)
        {
            Install install = row.Install;
            bool isTurn = number == rollout.Number && JobRules.HasTurn(install) && install.Wave > 0 && install.Wave <= rollout.Wave;
            if (isTurn && TryTakeJob(rollout, car)) Offer(rollout, car);
        }
    }

    private bool TryTakeJob(SimRollout rollout, long car)
    {
        if (!Jobs.TryGetValue(car, out long holder) || holder == rollout.Number) return true;
        return _rollouts[holder].Policy.Priority < rollout.Policy.Priority
            && Apply(holder, car, new InstallEvent.Superseded($"{rollout.Number:x12}")).Note is null;
    }

    private void Offer(SimRollout rollout, long car)
    {
        if (world.Chance(world.NotOffered))
        {
            FailureReason reason = world.Chance(0.5)
                ? new(FailureFamily.Evidence, FailureCodes.OldInventory)
                : new(FailureFamily.Eligibility, FailureCodes.UnexpectedImage);
            Apply(rollout.Number, car, new InstallEvent.NotOffered(reason));
            return;
        }

        Invariants.CheckOffer(world, rollout, car);
        InstallTarget[] targets = [.. Car.Ecus.Select(ecu => new InstallTarget(EcuSerial.TryParse(ecu)!, "", rollout.Image, rollout.Number))];
        Apply(rollout.Number, car, new InstallEvent.Offered(targets, Nonce()));
    }

    private void AnswerRequest(long car, Message.JobRequest request)
    {
        // Soak goes on after the job is done, so use is told to every rollout that proved something.
        foreach (long rollout in _rollouts.Keys.Where(rollout => _rows.ContainsKey((rollout, car)))) Apply(rollout, car, new InstallEvent.Contacted(request.Use));
        Message answer = Jobs.TryGetValue(car, out long job) && InstallStates.Stands(Find(job, car).State) ? JobOf(job, Find(job, car)) : new Message.NoJob();
        world.Send(car, isUp: false, answer);
    }

    private Message.Job JobOf(long rollout, Install install) =>
        new(rollout, install.Offer, install.Nonce, install.Targets, JobRules.WantsProof(install), _rollouts[rollout].State != RolloutState.Running);

    private void AnswerStatus(long car, Message.Status status)
    {
        Apply(status.Rollout, car, new InstallEvent.Reported(status.Report));
        Install install = Find(status.Rollout, car);
        bool stands = install.Offer == status.Report.Position.Offer && InstallStates.Stands(install.State) && Jobs.GetValueOrDefault(car) == status.Rollout;
        world.Send(car, isUp: false, new Message.StatusReply(
            status.Rollout, status.Report.Position, stands, install.Nonce, stands && JobRules.WantsProof(install),
            _rollouts[status.Rollout].State != RolloutState.Running, RetryAt(install)));
    }

    // What is over is not kept, so an offer that waits for nothing may be tried at once.
    private DateTimeOffset? RetryAt(Install install) => install.State == InstallState.Offered ? install.RetryAt ?? world.Now : null;

    private void AnswerStart(long car, Message.StartRequest request)
    {
        SimRollout rollout = _rollouts[request.Rollout];
        DateTimeOffset? until = null;
        // What was revoked is for the machine to refuse: a permit in the same moment must not slip through.
        if (rollout.State is not (RolloutState.Paused or RolloutState.Held))
        {
            DateTimeOffset end = world.Now + rollout.Policy.Permit;
            IgnoredBecause? note = Apply(request.Rollout, car, new InstallEvent.Permitted(request.Offer, end)).Note;
            if (note is null or IgnoredBecause.Repeated) until = end;
        }

        world.Send(car, isUp: false, new Message.StartReply(request.Rollout, request.Offer, until));
    }

    private void Look(long car, Message.Inventory inventory)
    {
        // The primary signs each counter once: another content under the same one is no inventory of this car.
        bool isSigned = world.Truth.TryGetValue((car, inventory.Counter), out IReadOnlyDictionary<string, string>? truth)
            && truth.All(ecu => inventory.Images[ecu.Key] == ecu.Value);
        foreach (long rollout in _rollouts.Keys.Where(rollout => _rows.ContainsKey((rollout, car))))
        {
            Install install = Find(rollout, car);
            if (!isSigned) Apply(rollout, car, new InstallEvent.ProofRefused());
            else Apply(rollout, car, new InstallEvent.Shown(Compare(install, car, inventory), Nonce()));
        }
    }

    private static InventoryFinding Compare(Install install, long car, Message.Inventory inventory)
    {
        EcuSerial[] differing = [.. install.Targets.Where(target => inventory.Images[target.Ecu.Value] != target.Sha256).Select(target => target.Ecu)];
        return new InventoryFinding(inventory.Counter, $"{car}-{inventory.Counter}", install.Nonce.Length > 0 && inventory.Nonce == install.Nonce, differing);
    }

    private void Perform(long rollout, long car, InstallEffect effect)
    {
        if (effect is InstallEffect.Hint or InstallEffect.AskForProof) world.Send(car, isUp: false, new Message.Hint());
        if (effect is InstallEffect.StopWave && _rollouts[rollout].State == RolloutState.Running) _rollouts[rollout].State = RolloutState.Held;
    }

    // A row that somebody else has is not taken away: a late word of an install that nobody waited for any more changes nothing about it.
    private void KeepJob(long rollout, long car, Install install)
    {
        if (JobRules.HoldsVehicle(install)) Jobs.TryAdd(car, rollout);
        else if (Jobs.GetValueOrDefault(car) == rollout) Jobs.Remove(car);
    }

    private void Count(long rollout, InstallState state, long by) => Books[(rollout, state)] = Books.GetValueOrDefault((rollout, state)) + by;

    private string Nonce() => $"{++_nonces:x32}";
}
