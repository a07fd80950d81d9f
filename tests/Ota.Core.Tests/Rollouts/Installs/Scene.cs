using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Rollouts.Installs;

/// <summary>One install and what happens to it, step by step; keeps the ledger and the effects.</summary>
internal sealed class Scene
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    public static readonly EcuSerial Gateway = EcuSerial.TryParse("GW-1")!;
    public static readonly EcuSerial Brake = EcuSerial.TryParse("BR-2")!;
    public static readonly EcuSerial Light = EcuSerial.TryParse("LI-3")!;

    private readonly List<(InstallEvent Happened, DateTimeOffset Time)> _ledger = [];
    private long _seq;
    private ulong _counter;
    private int _nonces;

    public RolloutPolicy Policy { get; init; } = new();

    public Install Frozen { get; init; } = FrozenAs(InstallState.Targeted);

    public Install Install => InstallReplay.Run(Frozen, _ledger, Policy);

    public DateTimeOffset Now { get; private set; } = Start;

    public InstallStep Last { get; private set; } = new(FrozenAs(InstallState.Targeted), []);

    public IReadOnlyList<(InstallEvent Happened, DateTimeOffset Time)> Ledger => _ledger;

    public static IReadOnlyList<InstallTarget> Targets { get; } =
        [new(Gateway, "a0", "a1", 2), new(Brake, "b0", "b1", 2), new(Light, "c0", "c1", 2)];

    public static Install FrozenAs(InstallState state) => new() { Rollout = 7, Vehicle = 42, Wave = 1, State = state, Since = Start };

    public Scene Wait(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public Scene Do(InstallEvent happened)
    {
        Last = InstallMachine.Apply(Install, happened, Policy, Now);
        if (Last.Note is null) _ledger.Add((happened, Now));
        return this;
    }

    public Scene Offer() => Do(new InstallEvent.Offered(Targets, Nonce()));

    public Scene Say(InstallState state, FailureReason? reason = null, int attempt = 1, int? offer = null) =>
        Do(Saying(state, reason, attempt, offer));

    public InstallEvent Saying(InstallState state, FailureReason? reason = null, int attempt = 1, int? offer = null) =>
        new InstallEvent.Reported(new VehicleReport(new ReportPosition(offer ?? Install.Offer, attempt, ++_seq), state) { Reason = reason });

    public Scene Show(bool fresh, params EcuSerial[] differing) => Do(Showing(fresh, differing));

    public InstallEvent Showing(bool fresh, params EcuSerial[] differing) =>
        new InstallEvent.Shown(new InventoryFinding(++_counter, $"d{_counter}", fresh, differing), fresh ? Nonce() : "");

    public Scene Tick() => Do(new InstallEvent.TimePassed());

    /// <summary>Lets time pass with every step that falls due on the way.</summary>
    public Scene TickTo(DateTimeOffset end)
    {
        while (Install.Due is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            Tick();
            if (Last.Note is not null) throw new InvalidOperationException("It is due, and nothing is done.");
        }

        Now = end;
        return this;
    }

    /// <summary>Through all states of a clean install, up to one of them.</summary>
    public Scene InstallUpTo(InstallState last, int attempt = 1)
    {
        for (InstallState state = InstallState.Acknowledged; state <= last; state++) Say(state, attempt: attempt);
        return this;
    }

    private string Nonce() => $"{++_nonces:x32}";
}
