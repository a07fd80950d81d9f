using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Ota.Server.Telemetry.History;
using Ota.Server.Telemetry.Ingest;

namespace Ota.Server.Tests.Telemetry.Ingest;

public sealed class VehicleWindowTests
{
    [Fact]
    public void Any_order_with_any_repeats_gives_the_same_window_and_what_is_written_is_read_again() =>
        Prop.ForAll(Gen.Choose(1, 300).NonEmptyListOf().ToArbitrary(), numbers =>
        {
            VehicleWindow once = Of([.. numbers.Distinct().Order()]);
            VehicleWindow again = Of([.. numbers]);
            return States(once).SequenceEqual(States(again)) && States(Copy(again)).SequenceEqual(States(again));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_the_last_starts_of_a_vehicle_are_remembered()
    {
        VehicleWindow window = new(new VehicleWindows());
        for (uint boot = 1; boot <= VehicleWindow.MostCounters + 1; boot++) window.Add(new MessageKey(boot, 1, 1));
        window.States().Should().HaveCount(VehicleWindow.MostCounters);
        window.Contains(new MessageKey(1, 1, 1)).Should().BeFalse();
        window.Contains(new MessageKey(2, 1, 1)).Should().BeTrue();
    }

    [Fact]
    public void Bytes_that_are_no_windows_are_refused()
    {
        byte[] written = Written(Of([1, 2, 5]));
        VehicleWindows all = new();
        for (int length = 0; length < written.Length; length++)
        {
            if (length == 1) continue; // A vehicle without messages.
            byte[] cut = written[..length];
            FluentActions.Invoking(() => VehicleWindow.Read(all, cut)).Should().Throw<FormatException>();
        }
    }

    private static VehicleWindow Of(IEnumerable<int> numbers)
    {
        VehicleWindow window = new(new VehicleWindows());
        foreach (int number in numbers) window.Add(new MessageKey(7, 1, (ulong)number));
        return window;
    }

    private static VehicleWindow Copy(VehicleWindow window) => VehicleWindow.Read(new VehicleWindows(), Written(window));

    private static byte[] Written(VehicleWindow window)
    {
        ArrayBufferWriter<byte> output = new();
        window.Write(output);
        return output.WrittenSpan.ToArray();
    }

    private static IReadOnlyList<SequenceState> States(VehicleWindow window) => window.States();
}
