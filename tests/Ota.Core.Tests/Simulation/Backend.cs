using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Simulation;

/// <summary>The store and the bridge in one, as small as they can be: real machines, rows as JSON. What is decided by itself is in <see cref="Controller"/>.</summary>
internal sealed class Backend
{
    private readonly World _world;
    private readonly SortedDictionary<long, SimRollout> _rollouts = [];
    private readonly SortedDictionary<(long Rollout, long Car), Row> _rows = [];
    private readonly HashSet<(long Car, string Code)> _faults = [];
    private readonly Queue<(long Car, string Code, DateTimeOffset At)> _inbox = [];
    private readonly Dictionary<long, (int Primary, ulong Counter)> _shown = []; // The latest inventory of each car.
    private Controller _controller;
    private int _nonces;

    public Backend(World world) => (_world, _controller) = (world, new Controller(world, this));

    public IReadOnlyDictionary<(long Rollout, long Car), Row> Rows => _rows;

    public IReadOnlyCollection<SimRollout> Rollouts => _rollouts.Values;

    /// <summary>The one job of each car: whoever has the row.</summary>
    public Dictionary<long, long> Jobs { get; } = [];

    public SimRollout Rollout(long number) => _rollouts[number];

    public Install Find(long rollout, long car) => _rows[(rollout, car)].Install;

    public IEnumerable<Install> Of(SimRollout rollout) => _rows.Where(row => row.Key.Rollout == rollout.Number).Select(row => row.Value.Install);

    public void Add(SimRollout rollout, IEnumerable<Install> frozen)
    {
        _rollouts[rollout.Number] = rollout;
        foreach (Install install in frozen)
        {
            _rows[(rollout.Number, install.Vehicle)] = new Row(install);
            rollout.Books.Add(install, rollout.Policy, _world.Now);
        }
    }

    /// <summary>Nothing is left but what was stored.</summary>
    public void Crash()
    {
        foreach (Row row in _rows.Values) row.Reload();
        foreach (SimRollout rollout in _rollouts.Values) rollout.Reload();
        _controller = new Controller(_world, this);
    }

    public void Tick() => _controller.Tick();

    /// <returns>What is in the way; empty if nothing.</returns>
    public string Apply(SimRollout rollout, RolloutEvent happened)
    {
        (Rollout? next, string refusal) = RolloutMachine.Apply(rollout.Now, happened, _world.Now);
        if (next is null || ReferenceEquals(next, rollout.Now)) return refusal;
        rollout.Save(next, happened, _world.Now);
        _world.Note($"{rollout.Number}: {happened}");
        if (happened is RolloutEvent.WaveOpened opened)
        {
            rollout.Books.Open(opened.Wave, _world.Now);
            rollout.Turns.UnionWith(Of(rollout).Where(install => install.Wave == opened.Wave && install.State == InstallState.Targeted)
                .Select(install => (install.Wave, install.Vehicle)));
        }
        else if (rollout.State >= RolloutState.Completed)
        {
            rollout.ToldUpTo = 0;
        }

        return "";
    }

    public InstallStep Apply(long rollout, long car, InstallEvent happened)
    {
        (Row row, SimRollout of) = (_rows[(rollout, car)], _rollouts[rollout]);
        Install before = row.Install;
        InstallStep step = InstallMachine.Apply(before, happened, of.Policy, _world.Now);
        if (step.Note is not null)
        {
            if (!ReferenceEquals(step.Install, before)) World.Fail($"{happened} was ignored and yet changed something.");
            return step;
        }

        _world.Note($"{rollout}/{car} {InstallEventForm.KindOf(happened)}: {before.State} -> {step.Install.State}");
        of.Books.Count(before, of.Policy, _world.Now, -1);
        of.Books.Count(step.Install, of.Policy, _world.Now, 1);
        row.Save(step.Install, happened, _world.Now, of);
        KeepJob(rollout, car, step.Install);
        bool isFree = JobRules.HoldsVehicle(before) && !JobRules.HoldsVehicle(step.Install);
        if (isFree || step.Install is { State: InstallState.Targeted, RetryAt: null }) Wake(car);
        if (step.Install.State == InstallState.Confirmed && before.State != InstallState.Confirmed) Invariants.CheckProof(_world, row.Install);
        if (step.Install.State == InstallState.Reopened && before.State == InstallState.Confirmed) Invariants.CheckLoss(_world, row.Install, _shown[car]);
        foreach (InstallEffect effect in step.Effects) Perform(of, car, effect);
        Invariants.CheckStep(_world, row);
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
            case Message.Fault fault when _faults.Add((car, fault.Code)): _inbox.Enqueue((car, fault.Code, fault.At)); break;
            default: break;
        }
    }

    /// <summary>Looks at one new fault.</summary>
    /// <returns>Whose it is; null if there was none.</returns>
    public long? TakeFault()
    {
        if (!_inbox.TryDequeue(out (long Car, string Code, DateTimeOffset At) fault)) return null;
        foreach (SimRollout rollout in _rollouts.Values.Where(rollout => _rows.ContainsKey((rollout.Number, fault.Car))))
        {
            Install install = Find(rollout.Number, fault.Car);
            DateTimeOffset? since = install.State == InstallState.Targeted ? rollout.Now.Started : install.ConfirmedAt ?? install.CommittedAt;
            if (fault.At > since) Apply(rollout.Number, fault.Car, new InstallEvent.FaultSeen(fault.Code));
        }

        return fault.Car;
    }

    public string Nonce() => $"{++_nonces:x32}";

    private void AnswerRequest(long car, Message.JobRequest request)
    {
        // Soak goes on after the job is done, so use is told to every rollout that proved something.
        foreach (long rollout in _rollouts.Keys.Where(rollout => _rows.ContainsKey((rollout, car)))) Apply(rollout, car, new InstallEvent.Contacted(request.Use));
        Message answer = Jobs.TryGetValue(car, out long job) && InstallStates.Stands(Find(job, car).State) ? JobOf(job, Find(job, car)) : new Message.NoJob();
        _world.Send(car, isUp: false, answer);
    }

    private Message.Job JobOf(long rollout, Install install) =>
        new(rollout, install.Offer, install.Nonce, install.Targets, JobRules.WantsProof(install), _rollouts[rollout].State != RolloutState.Running);

    private void AnswerStatus(long car, Message.Status status)
    {
        Apply(status.Rollout, car, new InstallEvent.Reported(status.Report));
        Install install = Find(status.Rollout, car);
        bool stands = install.Offer == status.Report.Position.Offer && InstallStates.Stands(install.State) && Jobs.GetValueOrDefault(car) == status.Rollout;
        _world.Send(car, isUp: false, new Message.StatusReply(
            status.Rollout, status.Report.Position, stands, install.Nonce, stands && JobRules.WantsProof(install),
            _rollouts[status.Rollout].State != RolloutState.Running, RetryAt(install)));
    }

    // What is over is not kept, so an offer that waits for nothing may be tried at once.
    private DateTimeOffset? RetryAt(Install install) => install.State == InstallState.Offered ? install.RetryAt ?? _world.Now : null;

    private void AnswerStart(long car, Message.StartRequest request)
    {
        SimRollout rollout = _rollouts[request.Rollout];
        DateTimeOffset? until = null;
        if (rollout.State == RolloutState.Running)
        {
            DateTimeOffset end = _world.Now + rollout.Policy.Permit;
            IgnoredBecause? note = Apply(request.Rollout, car, new InstallEvent.Permitted(request.Offer, end)).Note;
            if (note is null or IgnoredBecause.Repeated) until = end;
        }

        _world.Send(car, isUp: false, new Message.StartReply(request.Rollout, request.Offer, until));
    }

    private void Look(long car, Message.Inventory inventory)
    {
        // Each primary signs each counter once: another content under the same one is no inventory of this car.
        bool isKnown = inventory.Primary >= _shown.GetValueOrDefault(car).Primary;
        bool isSigned = isKnown && _world.Truth.TryGetValue((car, inventory.Primary, inventory.Counter), out IReadOnlyDictionary<string, string>? truth)
            && truth.All(ecu => inventory.Images[ecu.Key] == ecu.Value);
        // Whatever an earlier primary signed is refused from now on.
        if (isSigned && (inventory.Primary, inventory.Counter).CompareTo(_shown.GetValueOrDefault(car)) > 0) _shown[car] = (inventory.Primary, inventory.Counter);
        foreach (long rollout in _rollouts.Keys.Where(rollout => _rows.ContainsKey((rollout, car))))
        {
            Install install = Find(rollout, car);
            if (!isSigned) Apply(rollout, car, new InstallEvent.ProofRefused());
            else Apply(rollout, car, new InstallEvent.Shown(Compare(install, car, inventory), Nonce()));
        }

        Wake(car);
    }

    private static InventoryFinding Compare(Install install, long car, Message.Inventory inventory)
    {
        EcuSerial[] differing = [.. install.Targets.Where(target => inventory.Images[target.Ecu.Value] != target.Sha256).Select(target => target.Ecu)];
        return new InventoryFinding(inventory.Counter, $"{car}-{inventory.Primary}-{inventory.Counter}", install.Nonce.Length > 0 && inventory.Nonce == install.Nonce, differing)
        {
            PrimaryKey = $"{inventory.Primary}",
        };
    }

    private void Perform(SimRollout rollout, long car, InstallEffect effect)
    {
        if (effect is InstallEffect.Hint or InstallEffect.AskForProof) _world.Send(car, isUp: false, new Message.Hint());
        if (effect is InstallEffect.StopWave) Apply(rollout, new RolloutEvent.Held("A vehicle refused what it was to install."));
    }

    // Its time has come, another job has ended, or an inventory may have changed the answer.
    private void Wake(long car)
    {
        foreach (SimRollout rollout in _rollouts.Values.Where(one => one.State is RolloutState.Running or RolloutState.Paused or RolloutState.Held))
        {
            if (!_rows.TryGetValue((rollout.Number, car), out Row? row) || row.Install is not { State: InstallState.Targeted, Wave: > 0 } install) continue;
            if (install.Wave <= rollout.Now.Wave) rollout.Turns.Add((install.Wave, car));
        }
    }

    // A row that somebody else has is not taken away: a late word of an install that nobody waited for any more changes nothing about it.
    private void KeepJob(long rollout, long car, Install install)
    {
        if (JobRules.HoldsVehicle(install)) Jobs.TryAdd(car, rollout);
        else if (Jobs.GetValueOrDefault(car) == rollout) Jobs.Remove(car);
    }
}
