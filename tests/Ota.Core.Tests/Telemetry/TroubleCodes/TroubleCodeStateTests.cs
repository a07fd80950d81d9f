using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Core.Tests.Telemetry.TroubleCodes;

public sealed class TroubleCodeStateTests
{
    private const long Start = 1_790_000_000_000;

    private static readonly Gen<TroubleCodeChange> Change =
        from fault in Gen.Choose(0, 4)
        from status in Gen.Choose(0, 255)
        from cleared in Gen.Elements(true, false)
        select new TroubleCodeChange(Entry(fault, status), cleared);

    // A clean history: starts one after the other, reports in each numbered from 1, time going on.
    private static readonly Gen<TroubleCodeReport[]> History =
        from lengths in Gen.Choose(1, 6).ListOf(TroubleCodeState.MostBoots)
        from reports in Report().ListOf(lengths.Sum())
        select Number(lengths, reports);

    private static readonly Gen<(TroubleCodeReport[] Clean, TroubleCodeReport[] Disturbed)> Disturbance =
        from clean in History
        from again in Gen.SubListOf((IEnumerable<TroubleCodeReport>)clean)
        from disturbed in Gen.Shuffle(clean.Concat(again).ToArray())
        select (clean, disturbed.ToArray());

    [Fact]
    public void Whatever_the_order_and_the_repeats_the_codes_are_those_of_the_clean_sequence()
    {
        Prop.ForAll(Disturbance.ToArbitrary(), both =>
        {
            TroubleCodeState clean = Apply(both.Clean);
            TroubleCodeState disturbed = Apply(both.Disturbed);
            disturbed.Current.Should().Equal(clean.Current);
            disturbed.FullMs.Should().Be(clean.FullMs);
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_clean_sequence_gives_what_a_set_gives_that_each_report_changes()
    {
        Prop.ForAll(History.ToArbitrary(), history =>
        {
            TroubleCodeSet set = TroubleCodeSet.Empty;
            foreach (TroubleCodeReport report in history)
                set = (report.IsFull ? TroubleCodeSet.Empty : set).TryApply(report.Changes)!;
            Apply(history).Set.Entries.Should().Equal(set.Entries);
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_event_that_comes_before_the_full_set_it_follows_outlives_it()
    {
        TroubleCodeReport[] reports = [Make(1, 7, Set(1)), Make(1, 8, Cleared(2)), Make(1, 6, full: true, Set(2), Set(3))];
        Faults(Apply(reports)).Should().Equal(1, 3);
    }

    [Fact]
    public void A_report_of_an_earlier_start_that_comes_late_changes_nothing()
    {
        TroubleCodeReport[] reports = [Make(2, 1, full: true, Set(1)), Make(1, 9, full: true, Set(2)), Make(1, 10, Set(3))];
        Faults(Apply(reports)).Should().Equal(1);
    }

    [Fact]
    public void Without_a_full_set_a_start_goes_on_from_the_one_before() =>
        Faults(Apply([Make(2, 1, Set(2)), Make(1, 1, full: true, Set(1), Set(3)), Make(2, 2, Cleared(3))])).Should().Equal(1, 2);

    [Fact]
    public void A_start_whose_clock_is_set_only_later_is_put_in_its_place()
    {
        TroubleCodeReport unset = Make(1, 1, full: true, Set(1)) with { IsTimeTrusted = false, CapturedMs = Start + 5_000_000, ReceivedMs = Start + 5_000_000 };
        TroubleCodeState state = Apply([Make(2, 1, full: true, Set(2)), unset]);
        Faults(state).Should().Equal([1], "what comes without a time counts as of now");
        Faults(Apply([Make(1, 2, Set(3))], state)).Should().Equal([2], "the earlier start is known by its clock now");
    }

    [Fact]
    public void A_repeat_does_not_make_a_start_newer()
    {
        TroubleCodeReport unset = Make(1, 1, full: true, Set(1)) with { IsTimeTrusted = false, ReceivedMs = Start };
        TroubleCodeState state = Apply([unset, Make(2, 1, full: true, Set(2)), unset with { ReceivedMs = Start + 9_000_000 }]);
        Faults(state).Should().Equal(2);
    }

    [Fact]
    public void Old_starts_are_kept_together_and_what_comes_too_late_for_them_is_left()
    {
        TroubleCodeState state = Apply([.. Enumerable.Range(2, 20).Select(boot => Make(boot, 1, full: boot == 2, Set(boot % 3)))]);
        state.Boots.Should().HaveCount(TroubleCodeState.MostBoots);
        Faults(state).Should().Equal(0, 1, 2);
        Apply([Make(1, 1, full: true, Set(4))], state).Should().BeSameAs(state);
    }

    [Fact]
    public void More_codes_than_a_vehicle_can_have_are_refused_and_cleared_ones_are_forgotten()
    {
        TroubleCodeState state = Apply([Make(1, 1, full: true, Many(0, 1000))]);
        state.TryApply(Make(1, 2, Many(1000, 1))).Should().BeNull();
        state.TryApply(Make(2, 1, Many(1000, 1))).Should().BeNull("another start has no room of its own");
        for (int i = 0; i < 5; i++)
        {
            TroubleCodeChange[] cleared = [.. Many(i * 1000, 1000).Select(change => change with { Cleared = true })];
            state = Apply([Make(1, (ulong)(2 * i) + 2, cleared), Make(1, (ulong)(2 * i) + 3, Many((i + 1) * 1000, 1000))], state);
        }

        state.Current.Should().HaveCount(1000);
        state.Boots.Single().Records.Should().HaveCount(1000, "memory is bounded");
        Apply([Make(1, 3, Many(0, 1))], state).Current.Should().Equal(state.Current, "what was forgotten does not come back");
    }

    private static TroubleCodeState Apply(IEnumerable<TroubleCodeReport> reports, TroubleCodeState? state = null) =>
        reports.Aggregate(state ?? TroubleCodeState.Empty, (known, report) => known.TryApply(report) ?? throw new InvalidOperationException("refused"));

    private static IEnumerable<int> Faults(TroubleCodeState state) => state.Current.Select(record => (int)record.Entry.Code.Raw[1]);

    private static Gen<(bool IsFull, TroubleCodeChange[] Changes)> Report() =>
        from full in Gen.Choose(0, 3)
        from changes in Change.ListOf()
        select (full == 0, changes.Select(change => full == 0 ? change with { Cleared = false } : change).ToArray());

    private static TroubleCodeReport[] Number(IEnumerable<int> lengths, IEnumerable<(bool IsFull, TroubleCodeChange[] Changes)> contents)
    {
        Queue<(bool IsFull, TroubleCodeChange[] Changes)> rest = new(contents);
        return
        [
            .. lengths.SelectMany((length, boot) => Enumerable.Range(1, length).Select(seq =>
            {
                (bool isFull, TroubleCodeChange[] changes) = rest.Dequeue();
                return Make(boot + 1, (ulong)seq, isFull, changes);
            })),
        ];
    }

    private static TroubleCodeReport Make(int boot, ulong seq, params TroubleCodeChange[] changes) => Make(boot, seq, full: false, changes);

    private static TroubleCodeReport Make(int boot, ulong seq, bool full, params TroubleCodeChange[] changes) => new()
    {
        BootId = BootId.TryParse($"{boot * 7919 % 256:x32}", out BootId id) ? id : throw new InvalidOperationException("no id"),
        Position = new TroubleCodePosition(seq, 1),
        CapturedMs = Start + (boot * 1_000_000) + ((long)seq * 1000),
        IsTimeTrusted = true,
        ReceivedMs = Start + (boot * 1_000_000) + ((long)seq * 1000),
        IsFull = full,
        Changes = changes,
    };

    private static TroubleCodeChange Set(int fault) => new(Entry(fault, 8), Cleared: false);

    private static TroubleCodeChange Cleared(int fault) => new(Entry(fault, 0), Cleared: true);

    private static TroubleCodeChange[] Many(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new TroubleCodeChange(Entry(i, 8), Cleared: false))];

    private static TroubleCodeEntry Entry(int fault, int status) => new()
    {
        Ecu = "engine",
        Code = TroubleCode.TryMake(TroubleCodeFormat.Uds, [(byte)(fault >> 8), (byte)fault, 0])!,
        Status = (UdsStatus)status,
    };
}
