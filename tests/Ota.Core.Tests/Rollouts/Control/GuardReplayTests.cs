using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Xunit.Abstractions;

namespace Ota.Core.Tests.Rollouts.Control;

/// <summary>Whole rollouts in steps of hours, with vehicles that are driven and get faults, decided by the controller alone.</summary>
public sealed class GuardReplayTests(ITestOutputHelper output)
{
    private const int Fleet = 1000;
    private const int Days = 40;
    private const int HoursOfStep = 3;
    private const int Never = int.MaxValue;

    private static readonly RolloutPolicy Usual = new() { HoldBackPermille = 50 };

    /// <summary>An update of one ECU makes another one fail at the third drive cycle, in three of ten cars.</summary>
    [Fact]
    public void A_fault_that_shows_in_another_ECU_three_drive_cycles_later_holds_before_the_second_wave()
    {
        Course[] courses = [.. Enumerable.Range(0, 100).Select(seed => Run(seed, Usual, usualFaultsADay: 0.0002, causedAtCycle: 3))];
        courses.Should().OnlyContain(course => course.HeldInWave == 1 && course.Reason.Contains("new faults", StringComparison.Ordinal));
    }

    [Fact]
    public void Cars_that_are_only_parked_never_open_the_second_wave()
    {
        Course course = Run(1, Usual, usualFaultsADay: 0.0002, causedAtCycle: Never, cyclesADay: 0);
        (course.HeldInWave, course.LastWave).Should().Be((0, 1));
    }

    [Fact]
    public void Faults_that_are_as_frequent_without_the_update_let_it_go_on()
    {
        const int Runs = 200;
        Course[] courses = [.. Enumerable.Range(0, Runs).Select(seed => Run(seed, Usual, usualFaultsADay: 0.003, causedAtCycle: Never))];
        int held = courses.Count(course => course.HeldInWave > 0);
        output.WriteLine($"{held} of {Runs} rollouts were held without a cause; of a hundred cars {100 * (1 - Math.Exp(-0.003 * Days)):0} get a fault in their {Days} days.");
        held.Should().BeLessThanOrEqualTo(Runs / 50);
        courses.Where(course => course.HeldInWave == 0).Should().OnlyContain(course => course.LastWave >= 4, "the others reach every wave");
    }

    private static Course Run(int seed, RolloutPolicy policy, double usualFaultsADay, int causedAtCycle, double cyclesADay = 3)
    {
        Random random = new(seed);
        string[] vids = [.. Enumerable.Range(0, Fleet).Select(i => $"{i:x32}")];
        int[] waves = Core.Rollouts.Population.WaveAssignment.Assign(vids, new int[Fleet], policy, BitConverter.GetBytes(seed));
        int drawn = 0;
        Car[] cars = [.. waves.Select(wave => new Car { Wave = wave, IsProne = wave != 1 ? random.NextDouble() < 0.3 : drawn++ % 10 < 3 })];
        Rollout rollout = TestRollout.In(RolloutState.Running, policy) with { Wave = 0, Waves = waves.Max() };
        DateTimeOffset?[] proven = new DateTimeOffset?[rollout.Waves + 1];
        DateTimeOffset now = TestRollout.Now;
        for (int hour = 0; hour < Days * 24; hour += HoursOfStep, now = now.AddHours(HoursOfStep))
        {
            foreach (Car car in cars) car.Live(random, rollout.Wave, usualFaultsADay * HoursOfStep / 24, cyclesADay * HoursOfStep / 24, causedAtCycle);
            foreach (RolloutAct act in RolloutControl.Decide(rollout, Books(cars, proven, policy), [], now))
            {
                if (act is RolloutAct.Hold hold) return new Course(rollout.Wave, rollout.Wave, hold.Reason);
                if (act is RolloutAct.NoteProven note) proven[note.Wave] = now;
                if (act is RolloutAct.OpenWave open) rollout = RolloutMachine.Apply(rollout, new RolloutEvent.WaveOpened(open.Wave), now).Rollout!;
            }
        }

        return new Course(0, rollout.Wave, "");
    }

    private static WaveBooks[] Books(Car[] cars, DateTimeOffset?[] proven, RolloutPolicy policy)
    {
        long[][] counts = [.. proven.Select(_ => new long[5])]; // Targeted, confirmed, soaked, faulty, faulty and targeted.
        foreach (Car car in cars)
        {
            long[] count = counts[car.Wave];
            count[car.IsConfirmed ? 1 : 0]++;
            if (car.IsConfirmed && car.Cycles >= policy.Soak.IgnitionCycles) count[2]++;
            if (car.IsFaulty) count[3]++;
            if (car.IsFaulty && !car.IsConfirmed) count[4]++;
        }

        return [.. counts.Select((count, wave) => new WaveBooks(wave, count[0] + count[1], null)
        {
            States = new Dictionary<InstallState, long> { [InstallState.Targeted] = count[0], [InstallState.Confirmed] = count[1] },
            Begun = count[1],
            Soaked = count[2],
            Faulty = count[3],
            FaultyTargeted = count[4],
            ProvenAt = proven[wave],
        })];
    }

    private sealed record Course(int HeldInWave, int LastWave, string Reason);

    private sealed class Car
    {
        public required int Wave { get; init; }

        public required bool IsProne { get; init; }

        public bool IsConfirmed { get; private set; }

        public bool IsFaulty { get; private set; }

        public int Cycles { get; private set; }

        public void Live(Random random, int opened, double faults, double cycles, int causedAtCycle)
        {
            if (!IsConfirmed && Wave > 0 && Wave <= opened && random.NextDouble() < 0.15)
            {
                IsConfirmed = true;
                IsFaulty = false; // What showed before the update is not new after it.
            }

            if (random.NextDouble() < faults) IsFaulty = true;
            if (random.NextDouble() >= cycles) return;
            if (IsConfirmed && ++Cycles == causedAtCycle && IsProne) IsFaulty = true;
        }
    }
}
