using System.Globalization;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Vehicles;
using Ota.Server.Vehicles.Rebirths;
using Ota.Testing;

namespace Ota.Server.Tests.Contacts;

public sealed class RebirthDeskTests
{
    private static readonly RebirthOptions Options = new();
    private static readonly BootId Boot = BootOf(1);
    private static readonly TimeSpan Settled = Options.Settle + Options.Jitter;

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Ten_thousand_vehicles_that_return_at_once_are_asked_at_the_pace_and_each_once()
    {
        const int vehicles = 10_000;
        RebirthDesk desk = New();
        List<int> asked = [];
        HashSet<UInt128> who = [];
        for (int second = 0; who.Count < vehicles && second < 1000; second++)
        {
            for (int i = 1; i <= vehicles; i++) desk.Heard((UInt128)i, Boot); // They go on sending.
            IReadOnlyList<RebirthWish> due = desk.TakeDue();
            asked.Add(due.Count);
            foreach (RebirthWish wish in due) who.Add(wish.Vehicle).Should().BeTrue("nobody is asked twice");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        who.Should().HaveCount(vehicles);
        asked.Should().OnlyContain(count => count <= Options.PerSecond);
        asked.Take((int)Options.Settle.TotalSeconds).Should().OnlyContain(count => count == 0);
        asked.Count.Should().BeGreaterThanOrEqualTo(vehicles / Options.PerSecond);
    }

    [Fact]
    public void Who_was_born_is_not_asked()
    {
        RebirthDesk desk = New();
        desk.NoteBirth(VidOf(1), Boot);
        desk.Heard(1, Boot);
        desk.Waiting.Should().Be(0);
        desk.Heard(1, BootOf(2));
        desk.Waiting.Should().Be(1, "it has started again since");
    }

    [Fact]
    public void A_birth_that_comes_during_the_wait_makes_the_question_needless()
    {
        RebirthDesk desk = New();
        desk.Heard(1, Boot);
        desk.Heard(2, Boot);
        desk.NoteBirth(VidOf(1), Boot);
        desk.NoteBirth(VidOf(2), BootOf(9));
        _time.Advance(Settled);
        desk.TakeDue().Should().ContainSingle().Which.Vehicle.Should().Be((UInt128)2, "that was the birth of another start");
    }

    [Fact]
    public void A_vehicle_that_was_asked_is_left_in_peace_whatever_it_does()
    {
        RebirthDesk desk = New();
        desk.Heard(1, Boot);
        _time.Advance(Settled);
        desk.TakeDue().Should().ContainSingle();
        for (byte start = 2; start < 20; start++)
        {
            desk.Heard(1, BootOf(start));
            desk.Wish(new RebirthWish(1, RebirthReason.UnknownCatalogue, default, null));
            _time.Advance(TimeSpan.FromSeconds(20));
            desk.TakeDue().Should().BeEmpty();
        }

        _time.Advance(Options.Quiet);
        desk.TakeDue().Should().BeEmpty();
        desk.Heard(1, BootOf(20));
        _time.Advance(Settled);
        desk.TakeDue().Should().ContainSingle();
    }

    [Fact]
    public void A_gap_that_has_closed_is_no_reason()
    {
        RebirthDesk desk = New();
        bool isOpen = true;
        desk.Wish(new RebirthWish(1, RebirthReason.Gap, Boot, () => isOpen));
        desk.Wish(new RebirthWish(2, RebirthReason.Gap, Boot, () => true));
        isOpen = false;
        _time.Advance(Settled);
        desk.TakeDue().Should().ContainSingle().Which.Vehicle.Should().Be((UInt128)2);
    }

    [Fact]
    public void Memory_has_limits()
    {
        RebirthDesk desk = new(Options with { MostWaiting = 10, MostBorn = 10 }, _time, new Random(1));
        for (int i = 1; i <= 20; i++) desk.Heard((UInt128)i, Boot);
        (desk.Waiting, desk.Dropped).Should().Be((10, 10));
        for (int i = 1; i <= 20; i++) desk.NoteBirth(VidOf((UInt128)i), Boot);
        desk.Heard(20, Boot);
        desk.Dropped.Should().Be(11, "that birth was not remembered; the database knows it");
    }

    private static BootId BootOf(byte start)
    {
        byte[] bytes = new byte[BootId.Size];
        bytes[0] = start;
        return BootId.TryRead(bytes, out BootId boot) ? boot : default;
    }

    private static Vid VidOf(UInt128 bits) => Vid.TryParse(bits.ToString("x32", CultureInfo.InvariantCulture))!.Value;

    private RebirthDesk New() => new(Options, _time, new Random(1));
}
