using System.Diagnostics.CodeAnalysis;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Population;

namespace Ota.Core.Tests.Simulation;

/// <summary>Cars, a network and a backend; everything that happens by chance comes from one seed, so that one seed is one history.</summary>
internal sealed class World
{
    private const string Author = "ada";
    private const string Other = "eve";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly Random _random;
    private readonly Network _network;
    private readonly List<string> _history = [];

    /// <summary>A world full of faults.</summary>
    public World(int seed)
        : this(seed, new Random(seed).Next(2, 7), Character.Draw, faults: 1, SimPolicies.Draw(new Random(seed), Start))
    {
    }

    /// <summary>A world for one question: everybody is in the first wave and nothing holds it, unless the policy says otherwise.</summary>
    public World(int seed, int cars, Func<Random, Character> draw, double faults = 0, RolloutPolicy? policy = null)
    {
        Seed = seed;
        _random = new Random(seed);
        _network = new Network(_random, 0.15 * faults, 0.2 * faults, TimeSpan.FromHours(6 * faults));
        (NotOffered, Kills) = (0.05 * faults, 0.02 * faults);
        Backend = new Backend(this);
        for (int i = 1; i <= cars; i++) Cars.Add(i, new Car(this, i, draw(_random)));
        Freeze(1, policy ?? SimPolicies.AllAtOnce);
    }

    public int Seed { get; }

    public DateTimeOffset Now { get; private set; } = Start;

    public Backend Backend { get; }

    public SortedDictionary<long, Car> Cars { get; } = [];

    /// <summary>What each car ran when it made its inventories, by primary and counter.</summary>
    public Dictionary<(long Car, int Primary, ulong Counter), IReadOnlyDictionary<string, string>> Truth { get; } = [];

    /// <summary>Cars that began to install: rollout, car, when.</summary>
    public List<(long Rollout, long Car, DateTimeOffset At)> Begun { get; } = [];

    public double NotOffered { get; private set; }

    /// <summary>How probable it is that the controller is killed after a transaction.</summary>
    public double Kills { get; private set; }

    /// <summary>What the controllers of all rollouts decided.</summary>
    public List<RolloutAct> Acts { get; } = [];

    public IReadOnlyList<string> History => _history;

    public static void Check(int seed, Action<World> act, Func<int, World>? make = null)
    {
        World world = make is null ? new World(seed) : make(seed);
        try
        {
            act(world);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message}\n{string.Join('\n', world.History.TakeLast(40))}", e);
        }
    }

    public void Freeze(long number, RolloutPolicy policy)
    {
        long[] eligible = [.. Cars.Keys.Where(_ => number == 1 || _random.Next(20) > 0)];
        int[] waves = WaveAssignment.Assign([.. eligible.Select(car => $"{car:x32}")], new int[eligible.Length], policy, BitConverter.GetBytes(_random.NextInt64()));
        Dictionary<long, int> waveOf = eligible.Zip(waves).ToDictionary();
        SimRollout rollout = new(Draft(number, policy, Cars.Count, waves.Append(0).Max()));
        Backend.Add(rollout, Cars.Keys.Select(car => new Install
        {
            Rollout = number,
            Vehicle = car,
            Wave = waveOf.GetValueOrDefault(car),
            State = waveOf.ContainsKey(car) ? InstallState.Targeted : InstallState.NotApplicable,
            Since = Now,
        }));
        if (Backend.Apply(rollout, new RolloutEvent.Approved(Author)).Length == 0) Fail("Its author approved it.");
        Backend.Apply(rollout, new RolloutEvent.Approved(Other));
        Backend.Apply(rollout, new RolloutEvent.Started());
    }

    public bool Chance(double share) => _random.NextDouble() < share;

    public void Note(string line) => _history.Add($"{Now:MM-dd HH:mm:ss} {line}");

    /// <summary>Something that must not be is.</summary>
    [DoesNotReturn]
    public static void Fail(string why) => throw new InvalidOperationException(why);

    public void Send(long car, bool isUp, Message message) => _network.Send(car, isUp, message, Now);

    public void Begin(Car car, CarJob job)
    {
        Note($"{car.Number} begins {job.Rollout}/{job.Offer}");
        Begun.Add((job.Rollout, car.Number, Now));
        Invariants.CheckBegin(this, car, job);
    }

    public void Run(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            Happen();
            Step(Draw());
        }
    }

    /// <summary>No faults any more; cars that can, come back. Until nothing happens that would not happen for ever.</summary>
    public void Settle(TimeSpan time)
    {
        _network.Calm();
        NotOffered = Kills = 0;
        foreach (Car car in Cars.Values)
        {
            car.GoOnline(isOnline: false); // Each shows once more what it runs.
            car.GoOnline(isOnline: true);
        }

        for (DateTimeOffset end = Now + time; Now < end;)
        {
            for (int i = 0; i < 30; i++) Step(TimeSpan.FromSeconds(5));
            Step(TimeSpan.FromHours(30));
        }
    }

    /// <summary>Time passes; what was sent arrives; cars and controller act.</summary>
    public void Step(TimeSpan time)
    {
        DateTimeOffset end = Now + time;
        Deliver(end);
        Now = end;
        foreach (Car car in Cars.Values) car.Step(Now);
        Deliver(Now);
        Backend.Tick();
    }

    private void Deliver(DateTimeOffset end)
    {
        while (_network.NextAt <= end)
        {
            if (_network.NextAt > Now) Now = _network.NextAt.Value;
            (long car, bool isUp, Message message) = _network.Take(Now)!.Value;
            if (isUp) Backend.Receive(car, message);
            else Cars[car].Take(message, Now);
        }
    }

    private static Rollout Draft(long number, RolloutPolicy policy, long population, int waves) => new()
    {
        Number = number,
        Id = $"{number:x12}",
        Title = "Brakes",
        Bundle = $"{number:x64}",
        State = RolloutState.Draft,
        Policy = policy,
        PolicyDigest = PolicyForm.DigestOf(policy),
        PopulationDigest = $"{population:x64}",
        Population = population,
        Author = Author,
        Created = Start,
        Waves = waves,
    };

    private TimeSpan Draw() => _random.Next(10) switch
    {
        < 6 => TimeSpan.FromSeconds(_random.Next(1, 60)),
        < 9 => TimeSpan.FromMinutes(_random.Next(1, 300)),
        _ => TimeSpan.FromHours(_random.Next(1, 120)),
    };

    private void Happen()
    {
        Car car = Cars[_random.Next(1, Cars.Count + 1)];
        SimRollout rollout = Backend.Rollouts.ElementAt(_random.Next(Backend.Rollouts.Count));
        switch (_random.Next(120))
        {
            case < 6: car.CutPower(); break;
            case < 12: Backend.Crash(); break;
            case < 24: car.GoOnline(!car.IsOnline); break;
            case < 28: Backend.Apply(rollout, new RolloutEvent.Paused("lunch")); break;
            case < 32: Resume(rollout, Chance(0.2) ? Author : Other); break;
            case 32 when Chance(0.1): Backend.Apply(rollout, new RolloutEvent.Halted("a bad bundle")); break;
            case 33 when Chance(0.3): Backend.Apply(rollout, new RolloutEvent.Revoked("a worse bundle")); break;
            case 34: Visit(car, rollout); break;
            case 35: Flash(car, "0"); break;
            case < 38 when rollout.State < RolloutState.Completed:
                Backend.Apply(rollout.Number, car.Number, new InstallEvent.RetryWanted("anna"));
                break;
            case 38 when Chance(0.3): Backend.Apply(rollout.Number, car.Number, new InstallEvent.Removed("scrapped")); break;
            case 39: car.ShowFault($"LI-3 B{_random.Next(3)}"); break;
            case 41: car.ReplacePrimary(); break;
            case 40 when Backend.Rollouts.Count == 1: Freeze(2, rollout.Policy with { Priority = _random.Next(2) }); break;
            default: break;
        }
    }

    private void Resume(SimRollout rollout, string by)
    {
        bool isHeld = rollout.State == RolloutState.Held;
        string refusal = Backend.Apply(rollout, new RolloutEvent.Resumed("looked at", by));
        if (isHeld && by == Author && refusal.Length == 0) Fail("The author let a held rollout go on.");
    }

    // A workshop that does what it says, or does not.
    private void Visit(Car car, SimRollout rollout)
    {
        if (Chance(0.7)) Flash(car, rollout.Image);
        Backend.Apply(rollout.Number, car.Number, new InstallEvent.Claimed("garage"));
    }

    private static void Flash(Car car, string image)
    {
        if (car.Memory.Job is { } job && InstallStates.IsInstalling(job.Phase)) return;
        car.Images[Car.Ecus[1]] = image;
        if (image != "0") foreach (string ecu in Car.Ecus) car.Images[ecu] = image;
    }
}
