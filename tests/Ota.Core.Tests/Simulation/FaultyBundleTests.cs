using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Xunit.Abstractions;

namespace Ota.Core.Tests.Simulation;

/// <summary>
/// Requirement 7: a bundle that harms three of ten vehicles is stopped by the default policy before it reaches the second wave. Whole vehicles
/// over a network that loses and delays, not counts: what they say of the harm comes late, and after what they say of their use. The soak waits for
/// the use of 15 of 20 vehicles, and the guard for three that are harmed, so with fewer than eight chance has a say in which 15 those are.
/// </summary>
public sealed class FaultyBundleTests(ITestOutputHelper output)
{
    private const int Cars = 260; // Waves of 20, 60 and 180.
    private const int FirstWave = 20;
    private const int FirstTwoWaves = 80;
    private const int DrivesADay = 3;
    private const int Days = 15;

    // So many of the first wave have to be harmed for the guard's own counts to be reached for sure, if all that are hardly used are among them.
    private const int SurelyEnough = 8;

    // So many nearly always are enough: what is missed is held in the second wave, once in three hundred rollouts at the most.
    private const int NearlyAlwaysEnough = 5;

    private static readonly int Seeds = Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1" ? 300 : 25;

    private static readonly Dictionary<string, Character> Harms = new()
    {
        ["another ECU fails in the third drive"] = new() { FaultAtDrive = 3 },
        ["it does not start after the update"] = new() { Fails = 100, FailsBy = FailureFamily.Boot },
        ["it goes silent for ever"] = new() { Bricks = true },
        ["it cannot go back"] = new() { Fails = 1, FailsAt = 2, StuckEcu = 1 },
        ["it runs something else"] = new() { WrongBuild = true },
    };

    public static TheoryData<string> Kinds => [.. Harms.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Requirement_7_a_bundle_that_harms_three_of_ten_is_held_in_the_first_wave(string kind)
    {
        int[] reached = new int[Seeds];
        List<int> late = [];
        for (int seed = 0; seed < Seeds; seed++)
        {
            World.Check(seed, world =>
            {
                for (int hour = 0; hour < Days * 24 && world.Backend.Rollout(1).State == RolloutState.Running; hour++) Live(world);
                (reached[world.Seed], int harmed) = CheckHeld(world, Harms[kind]);
                if (reached[world.Seed] > FirstWave && harmed >= NearlyAlwaysEnough) late.Add(world.Seed);
            }, number => MakeWorld(number, random => random.Next(10) < 3 ? Harms[kind] : new Character()));
        }

        output.WriteLine($"{kind}: held in the first wave {reached.Count(cars => cars <= FirstWave)} of {Seeds}; later, though many were harmed: {string.Join(", ", late)}.");
        late.Should().HaveCountLessThanOrEqualTo(Seeds / 300);
    }

    [Fact]
    public void A_bundle_that_harms_nobody_reaches_the_third_wave()
    {
        List<string> held = [];
        for (int seed = 0; seed < Seeds; seed++)
        {
            World.Check(seed, world =>
            {
                for (int hour = 0; hour < Days * 24 && world.Backend.Rollout(1) is { State: RolloutState.Running, Now.Wave: < 3 }; hour++) Live(world);
                if (world.Backend.Rollout(1).State == RolloutState.Held) held.Add(world.Backend.Rollout(1).Now.Reason);
                else world.Backend.Rollout(1).Now.Wave.Should().Be(3);
            }, number => MakeWorld(number, random => new Character { UsualFaults = 0.002, Fails = random.Next(50) == 0 ? 1 : 0, FailsBy = FailureFamily.Network }));
        }

        held.Should().HaveCountLessThanOrEqualTo(Seeds / 20);
    }

    private static World MakeWorld(int seed, Func<Random, Character> draw) => new(seed, Cars, draw, faults: 0.3, new RolloutPolicy());

    private static void Live(World world)
    {
        foreach (Car car in world.Cars.Values)
        {
            if (!world.Chance(DrivesADay / 24.0)) continue;
            car.GoOnline(isOnline: false);
            car.GoOnline(isOnline: true);
        }

        world.Step(TimeSpan.FromHours(1));
    }

    private static (int Reached, int Harmed) CheckHeld(World world, Character harmful)
    {
        SimRollout rollout = world.Backend.Rollout(1);
        if (rollout.State != RolloutState.Held) World.Fail($"After {Days} days it is {rollout.State} in wave {rollout.Now.Wave}.");
        Install[] offered = [.. world.Backend.Of(rollout).Where(install => install.Offer > 0)];
        int harmed = offered.Count(install => install.Wave == 1 && world.Cars[install.Vehicle].Character == harmful);
        int most = harmed >= SurelyEnough ? FirstWave : FirstTwoWaves;
        if (offered.Length > most) World.Fail($"It reached {offered.Length}; {harmed} of the first wave are harmed.");
        return (offered.Length, harmed);
    }
}
