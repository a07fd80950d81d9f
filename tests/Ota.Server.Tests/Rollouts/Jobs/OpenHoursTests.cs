using Ota.Core.Rollouts.Policies;
using Ota.Server.Rollouts.Jobs;

namespace Ota.Server.Tests.Rollouts.Jobs;

public sealed class OpenHoursTests
{
    [Theory]
    [InlineData("", "03:00", "always")]
    [InlineData("22:00-05:30", "21:59", "never")]
    [InlineData("22:00-05:30", "22:00", "07:30")]
    [InlineData("22:00-05:30", "05:29", "00:01")]
    [InlineData("22:00-05:30", "05:30", "never")]
    [InlineData("12:00-14:00", "13:00", "01:00")]
    [InlineData("12:00-14:00 14:00-16:00", "13:00", "03:00")]
    [InlineData("14:00-16:00 12:00-14:30", "13:00", "03:00")]
    [InlineData("12:00-14:00 15:00-16:00", "13:00", "01:00")]
    [InlineData("00:00-12:00 12:00-00:00", "13:00", "always")]
    public void A_window_is_open_up_to_its_end_and_of_those_that_follow_it(string windows, string local, string expected)
    {
        DayWindow[] read = [.. windows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
        TimeSpan? left = OpenHours.Left(read, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) + Time(local));
        left.Should().Be(expected switch { "never" => null, "always" => TimeSpan.MaxValue, _ => Time(expected) });
    }

    private static DayWindow Read(string text) => new((int)Time(text[..5]).TotalMinutes, (int)Time(text[6..]).TotalMinutes);

    private static TimeSpan Time(string text) => TimeSpan.ParseExact(text, @"hh\:mm", null);
}
