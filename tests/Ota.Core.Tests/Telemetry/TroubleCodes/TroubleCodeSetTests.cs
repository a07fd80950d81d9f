using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Core.Tests.Telemetry.TroubleCodes;

public sealed class TroubleCodeSetTests
{
    private static readonly Gen<TroubleCodeEntry> Entry =
        from ecu in Gen.Elements("engine", "gateway")
        from spn in Gen.Choose(1, 6)
        from count in Gen.Choose(0, 3)
        from status in Gen.Choose(0, 255)
        select new TroubleCodeEntry { Ecu = ecu, Code = TroubleCode.FromJ1939(spn, 1, count), Status = (UdsStatus)status };

    private static readonly Gen<TroubleCodeSet> Set = Entry.ListOf().Select(entries => TroubleCodeSet.TryMake(entries)!);

    [Fact]
    public void The_changes_between_two_sets_lead_from_one_to_the_other()
    {
        Prop.ForAll(Set.ToArbitrary(), Set.ToArbitrary(), (before, after) =>
        {
            before.TryApply(before.ChangesTo(after))!.Entries.Should().Equal(after.Entries);
            before.TryApply(before.ChangesTo(after).Concat(before.ChangesTo(after)))!.Entries.Should().Equal(after.Entries);
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_comparison_puts_every_fault_in_one_place()
    {
        Prop.ForAll(Set.ToArbitrary(), Set.ToArbitrary(), (before, after) =>
        {
            TroubleCodeDifference difference = before.CompareTo(after);
            (difference.Appeared.Count + difference.Changed.Count + difference.Same.Count).Should().Be(after.Entries.Count);
            (difference.Gone.Count + difference.Changed.Count + difference.Same.Count).Should().Be(before.Entries.Count);
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_order_of_a_report_means_nothing()
    {
        TroubleCodeEntry[] entries = [Uds("gateway", "C10000"), Uds("engine", "042000"), Uds("engine", "030100")];
        TroubleCodeSet.TryMake(entries)!.Entries.Should().Equal(TroubleCodeSet.TryMake(entries.Reverse())!.Entries);
    }

    [Theory]
    [InlineData(UdsStatus.Pending, UdsStatus.Pending | UdsStatus.Confirmed, true)]
    [InlineData(UdsStatus.Confirmed, UdsStatus.Confirmed | UdsStatus.WarningIndicator, false)]
    [InlineData(UdsStatus.Confirmed, UdsStatus.Pending, false)]
    public void A_fault_that_is_confirmed_only_after_an_update_is_worse(UdsStatus before, UdsStatus after, bool worse)
    {
        TroubleCodeDifference difference =
            TroubleCodeSet.TryMake([Uds("engine", "042000", before)])!.CompareTo(TroubleCodeSet.TryMake([Uds("engine", "042000", after)])!);
        difference.IsWorse.Should().Be(worse);
        difference.Changed.Should().ContainSingle();
    }

    [Fact]
    public void A_new_pending_fault_is_no_reason_yet_a_new_confirmed_one_is()
    {
        TroubleCodeSet.Empty.CompareTo(TroubleCodeSet.TryMake([Uds("engine", "042000", UdsStatus.Pending)])!).IsWorse.Should().BeFalse();
        TroubleCodeSet.Empty.CompareTo(TroubleCodeSet.TryMake([Uds("engine", "042000")])!).IsWorse.Should().BeTrue();
    }

    [Fact]
    public void More_codes_than_a_vehicle_can_have_are_refused()
    {
        IEnumerable<TroubleCodeEntry> entries = Enumerable.Range(0, TroubleCodeSet.MaximumCodes + 1).Select(i => Uds("engine", $"{i:X6}"));
        TroubleCodeSet.TryMake(entries).Should().BeNull();
        TroubleCodeSet.Empty.TryApply(entries.Select(entry => new TroubleCodeChange(entry, Cleared: false))).Should().BeNull();
        TroubleCodeSet.TryMake(entries.Skip(1)).Should().NotBeNull();
    }

    private static TroubleCodeEntry Uds(string ecu, string raw, UdsStatus status = UdsStatus.Confirmed) => new()
    {
        Ecu = ecu,
        Code = TroubleCode.TryMake(TroubleCodeFormat.Uds, Convert.FromHexString(raw))!,
        Status = status,
    };
}
