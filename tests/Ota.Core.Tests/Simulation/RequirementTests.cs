using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Simulation;

/// <summary>The product's requirements that installs have to meet, each as a world that would break it.</summary>
public sealed class RequirementTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public void Requirement_3_books_balance_at_every_moment_and_again_from_the_ledger()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            World.Check(seed, world =>
            {
                DateTimeOffset begin = world.Now;
                world.Run(150);
                for (int share = 0; share <= 10; share++) CheckBooksAsOf(world, begin + ((world.Now - begin) * share / 10));
            });
        }
    }

    [Fact]
    public void Requirement_5_every_open_vehicle_that_is_silent_is_on_one_work_list()
    {
        World.Check(5, world =>
        {
            foreach (Car car in world.Cars.Values.Take(100)) car.GoOnline(isOnline: false);
            for (int i = 0; i < 40; i++) world.Step(Soon);
            foreach (Car car in world.Cars.Values.Skip(250)) car.GoOnline(isOnline: false);
            for (int i = 0; i < 100; i++) world.Step(TimeSpan.FromHours(1));
            foreach (Car car in world.Cars.Values) car.GoOnline(isOnline: false);
            for (int i = 0; i < 15; i++) world.Step(TimeSpan.FromDays(1));

            Install[] open = [.. world.Backend.Rows.Values.Select(row => row.Install).Where(install => InstallStates.IsOpen(install.State))];
            open.Should().HaveCountGreaterThan(150);
            open.Where(install => install.Work == WorkList.None || install.WorkDue is null).Should().BeEmpty();
            open.Select(install => install.Work).Distinct().Should().HaveCountGreaterThan(2);
        }, seed => new World(seed, cars: 400, Character.Draw));
    }

    [Fact]
    public void Requirement_6_after_a_revocation_no_car_begins_once_its_permit_has_ended()
    {
        RolloutPolicy policy = SimPolicies.AllAtOnce with { Permit = TimeSpan.FromHours(72) };
        World.Check(6, world =>
        {
            for (int i = 0; i < 30; i++) world.Step(Soon);
            world.Backend.Rows.Values.Should().OnlyContain(row => row.Install.State == InstallState.WaitSafeState);
            foreach (Car car in world.Cars.Values.Where(car => car.Number % 2 == 0)) car.GoOnline(isOnline: false);
            world.Step(Soon);

            DateTimeOffset revoked = world.Now;
            world.Backend.Apply(world.Backend.Rollout(1), new RolloutEvent.Revoked("a bad bundle"));
            for (int i = 0; i < 24 * 8; i++) world.Step(TimeSpan.FromHours(1));
            world.Begun.Should().NotBeEmpty().And.OnlyContain(begun => begun.Car % 2 == 0 && begun.At <= revoked + policy.Permit);
            world.Begun.Count.Should().BeLessThan(400, "some batteries are charged only after the permit has ended");

            foreach (Car car in world.Cars.Values) car.GoOnline(isOnline: true);
            for (int i = 0; i < 60; i++) world.Step(Soon);
            HashSet<long> begun = [.. world.Begun.Select(one => one.Car)];
            world.Backend.Rows.Values.Should().OnlyContain(
                row => row.Install.State == (begun.Contains(row.Install.Vehicle) ? InstallState.Confirmed : InstallState.Revoked));
        }, seed => new World(seed, cars: 1_000, random => new Character { LowBattery = TimeSpan.FromHours(random.Next(2, 24 * 6)) }, policy: policy));
    }

    [Fact]
    public void Requirement_10_a_power_cut_at_any_step_ends_in_a_state_that_is_told_as_it_is()
    {
        Character[] characters =
        [
            new(), new() { OneSlot = true }, new() { Resumes = true }, new() { Resumes = true, OneSlot = true },
            new() { StuckEcu = 1 }, new() { StuckEcu = 0, OneSlot = true }, new() { StuckEcu = 1, Degrades = true },
        ];
        HashSet<InstallState> ends = [];
        foreach (Character character in characters)
        {
            for (int cut = 1; cut <= 45; cut++) World.Check(cut, world => ends.Add(CutAt(world, cut)), seed => new World(seed, cars: 1, _ => character));
        }

        ends.Should().BeEquivalentTo([InstallState.Confirmed, InstallState.Inconsistent, InstallState.SafeDegraded]);
    }

    [Fact]
    public void Requirement_11_a_battery_that_is_low_for_30_days_is_no_failure_and_uses_no_attempt()
    {
        World.Check(11, world =>
        {
            for (int i = 0; i < 30; i++) world.Step(Soon);
            for (int i = 0; i < 29 * 4; i++)
            {
                world.Step(TimeSpan.FromHours(6));
                world.Backend.Find(1, 1).Should().Match<Install>(install =>
                    install.State == InstallState.WaitSafeState && install.Conditions.Count == 1 && install.Work == WorkList.None);
            }

            for (int i = 0; i < 8; i++) world.Step(TimeSpan.FromHours(6));
            for (int i = 0; i < 30; i++) world.Step(Soon);
            world.Backend.Find(1, 1).Should().Match<Install>(install =>
                install.State == InstallState.Confirmed && install.Attempt == 1 && install.Failures == 0 && install.Offer == 1);
        }, seed => new World(seed, cars: 1, _ => new Character { LowBattery = TimeSpan.FromDays(30) }));
    }

    [Fact]
    public void Requirement_14_of_repairs_that_workshops_claim_all_that_are_wrong_are_found()
    {
        World.Check(14, world =>
        {
            for (int i = 0; i < 20; i++) world.Step(Soon);
            HashSet<long> wrong = [.. world.Cars.Keys.Where(car => car % 50 < 3)];
            HashSet<long> away = [.. world.Cars.Keys.Where(car => car % 10 == 9)];
            foreach (Car car in world.Cars.Values)
            {
                if (!wrong.Contains(car.Number)) foreach (string ecu in Car.Ecus) car.Images[ecu] = "1";
                car.GoOnline(!away.Contains(car.Number));
                world.Backend.Apply(1, car.Number, new InstallEvent.Claimed("garage"));
            }

            Bucket(InstallBucket.ClaimedUnproven).Should().HaveCount(1_000, "a claim counts for nothing");
            for (int i = 0; i < 10; i++) world.Step(Soon);
            Bucket(InstallBucket.Discrepant).Should().BeEquivalentTo(wrong.Except(away));
            Bucket(InstallBucket.ConfirmedByWorkshop).Should().BeEquivalentTo(world.Cars.Keys.Except(wrong).Except(away));

            for (int i = 0; i < 8; i++) world.Step(TimeSpan.FromDays(1));
            Bucket(InstallBucket.ClaimedUnproven).Should().BeEquivalentTo(away);
            away.Should().OnlyContain(car => world.Backend.Find(1, car).Work == WorkList.Workshop);
            foreach (long car in away) world.Cars[car].GoOnline(isOnline: true);
            for (int i = 0; i < 10; i++) world.Step(Soon);
            Bucket(InstallBucket.Discrepant).Should().BeEquivalentTo(wrong);
            wrong.Should().HaveCount(60).And.OnlyContain(car => world.Backend.Find(1, car).Work == WorkList.Workshop);

            long[] Bucket(InstallBucket bucket) =>
                [.. world.Backend.Rows.Values.Where(row => InstallBuckets.Of(row.Install) == bucket).Select(row => row.Install.Vehicle)];
        }, seed => new World(seed, cars: 1_000, _ => new Character { Postpones = 1_000_000 }, policy: SimPolicies.AllAtOnce with { MaxPostponed = 100 }));
    }

    [Fact]
    public void Requirement_15_a_fix_that_was_proven_and_is_lost_reopens_the_vehicle()
    {
        // Of two waves the second one does not open, so that the rollout is still there.
        RolloutPolicy policy = SimPolicies.AllAtOnce with { Waves = [5, 1] };
        World.Check(15, world =>
        {
            for (int i = 0; i < 60; i++) world.Step(Soon);
            Install[] proven = [.. world.Backend.Of(world.Backend.Rollout(1)).Where(install => install.Wave == 1)];
            proven.Should().HaveCount(5).And.OnlyContain(install => install.State == InstallState.Confirmed);

            long lost = proven[2].Vehicle;
            world.Cars[lost].Images["BR-2"] = "0"; // A workshop's tool.
            Restart(world);
            Install[] others = [.. world.Backend.Of(world.Backend.Rollout(1)).Where(install => install.Wave == 1 && install.State != InstallState.Confirmed)];
            others.Should().ContainSingle().Which.Should().Match<Install>(install =>
                install.Vehicle == lost && install.State == InstallState.Reopened && install.Work == WorkList.Remote
                && install.Reason == new FailureReason(FailureFamily.Evidence, FailureCodes.FixLost, ""));

            world.Backend.Apply(1, lost, new InstallEvent.RetryWanted("anna"));
            for (int i = 0; i < 60; i++) world.Step(Soon);
            world.Backend.Find(1, lost).Should().Match<Install>(install => install.State == InstallState.Confirmed && install.Offer == 2);
        }, seed => new World(seed, cars: 6, _ => new Character(), policy: policy));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Requirement_20_if_one_ECU_of_three_fails_all_go_back_and_another_attempt_gets_all_forward(int failing)
    {
        World.Check(20 + failing, world =>
        {
            for (int i = 0; i < 60; i++) world.Step(Soon);
            Install failed = world.Backend.Find(1, 1);
            failed.State.Should().Be(InstallState.Offered);
            failed.Failures.Should().Be(1);
            failed.Reason.Should().Be(new FailureReason(FailureFamily.Flash, FailureCodes.GeneralProgrammingFailure, "E-1204"));
            failed.Ecus.Should().HaveCount(3).And.OnlyContain(ecu => ecu.State == EcuInstallState.RolledBack);
            world.Cars[1].Images.Values.Should().OnlyContain(image => image == "0");

            world.Settle(TimeSpan.FromDays(5));
            world.Backend.Find(1, 1).Should().Match<Install>(install => install.State == InstallState.Confirmed && install.Attempt == 2);
        }, seed => new World(seed, cars: 1, _ => new Character { Fails = 1, FailsAt = failing, OneSlot = true }));

        World.Check(30 + failing, world =>
        {
            world.Settle(TimeSpan.FromDays(10));
            world.Backend.Find(1, 1).Should().Match<Install>(install =>
                install.State == InstallState.RolledBack && install.Failures == 3 && install.Attempt == 3 && install.Work == WorkList.Workshop);
            world.Cars[1].Images.Values.Should().OnlyContain(image => image == "0");
        }, seed => new World(seed, cars: 1, _ => new Character { Fails = 100, FailsAt = failing, OneSlot = true }));
    }

    private static InstallState CutAt(World world, int cut)
    {
        for (int i = 0; i < cut; i++) world.Step(Soon);
        world.Cars[1].CutPower();
        world.Settle(TimeSpan.FromDays(4));
        Install install = world.Backend.Find(1, 1);
        string images = string.Concat(world.Cars[1].Images.Values);
        switch (install.State)
        {
            case InstallState.Confirmed: images.Should().Be("111"); break;
            case InstallState.RolledBack or InstallState.Offered: images.Should().Be("000"); break;
            case InstallState.SafeDegraded: install.Work.Should().Be(WorkList.Workshop); break;
            case InstallState.Inconsistent:
                images.Should().NotBe("111").And.NotBe("000");
                install.Work.Should().Be(WorkList.Workshop);
                install.WorkDue.Should().Be(install.Since, "it is due at once");
                break;
            default: World.Fail($"{install.State} is no end."); break;
        }

        return install.State;
    }

    private static void Restart(World world)
    {
        foreach (Car car in world.Cars.Values)
        {
            car.GoOnline(isOnline: false);
            car.GoOnline(isOnline: true);
        }

        for (int i = 0; i < 5; i++) world.Step(Soon);
    }

    private static void CheckBooksAsOf(World world, DateTimeOffset asOf)
    {
        foreach (SimRollout rollout in world.Backend.Rollouts)
        {
            Row[] rows = [.. world.Backend.Rows.Values.Where(row => row.Frozen.Rollout == rollout.Number)];
            Dictionary<InstallBucket, int> books = rows
                .Select(row => InstallReplay.Run(row.Frozen, row.Ledger.TakeWhile(entry => entry.Time <= asOf), rollout.Policy))
                .CountBy(InstallBuckets.Of)
                .ToDictionary();
            if (books.Values.Sum() != world.Cars.Count) World.Fail($"{books.Values.Sum()} are booked as of {asOf}.");
        }
    }
}
