using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;

namespace Ota.Server.Tests.Director;

public sealed class TakenBackTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, DateTimeOffset> _withdrawn = [];

    [Fact]
    public async Task What_is_told_now_or_never_left_the_server_was_not_taken_back()
    {
        AssignmentRow only = Told(1, minute: 0);
        (await FindAsync([only], Files(1, minute: 1), only, proven: null)).Should().BeEmpty();
        (await FindAsync([Cleared(2, minute: 2), only], null, null, proven: null)).Should().BeEmpty("the vehicle never asked");
        (await FindAsync([Cleared(2, minute: 2), only], Files(0, minute: -1), null, proven: null)).Should().BeEmpty("nothing was signed since");
        (await FindAsync([Told(3, minute: 3), Cleared(2, minute: 2), only], Files(1, minute: 1), null, proven: 4)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task What_was_cleared_may_still_come_until_a_later_inventory(int? proven, bool mayCome)
    {
        AssignmentRow[] history = [Cleared(2, minute: 2), Told(1, minute: 0)];
        (await FindAsync(history, Files(1, minute: 1), null, proven)).Should().Equal(mayCome ? ["fw-1.bin"] : []);
        (await FindAsync(history, Files(0, minute: 5), null, proven)).Should().Equal(mayCome ? ["fw-1.bin"] : []);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public async Task What_was_withdrawn_may_still_come_until_an_inventory_after_that(int proven, bool mayCome)
    {
        _withdrawn[Digest(1)] = Start.AddMinutes(4);
        (await FindAsync([Told(1, minute: 0)], Files(1, minute: 1), null, proven)).Should().Equal(mayCome ? ["fw-1.bin"] : []);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(7, false)]
    public async Task What_is_not_published_any_more_ends_with_the_files_that_do_not_say_it(int proven, bool mayCome)
    {
        AssignmentRow[] history = [Told(1, minute: 0)];
        (await FindAsync(history, Files(1, minute: 1), null, proven)).Should().Equal("fw-1.bin");
        (await FindAsync(history, Files(0, minute: 6), null, proven)).Should().Equal(mayCome ? ["fw-1.bin"] : []);
    }

    private async Task<IEnumerable<string>> FindAsync(AssignmentRow[] history, DirectorFiles? files, AssignmentRow? told, int? proven)
    {
        TakenBack takenBack = new((digest, _) => Task.FromResult<KnownBundle?>(
            _withdrawn.TryGetValue(digest, out DateTimeOffset time) ? new(new StagedBundle(digest, []), time) : null));
        DateTimeOffset? time = proven is { } minute ? Start.AddMinutes(minute) : null;
        return (await takenBack.FindAsync(history, files, told, time, default)).Select(image => image.Path.Value);
    }

    private static string Digest(long number) => new((char)('a' + number), 64);

    private static AssignmentRow Told(long number, int minute) => new()
    {
        Number = number,
        Time = Start.AddMinutes(minute).ToUnixTimeMilliseconds(),
        Bundle = Digest(number),
        Images = ImagesText.Write([new DirectorImage(
            EcuSerial.TryParse("gw-1")!, HardwareId.TryParse("gw")!, TargetPath.TryParse($"fw-{number}.bin")!.Value, 3, FileHashes.Of("abc"u8), 7)]),
    };

    private static AssignmentRow Cleared(long number, int minute) => new() { Number = number, Time = Start.AddMinutes(minute).ToUnixTimeMilliseconds() };

    private static DirectorFiles Files(long assignment, int minute)
    {
        DirectorFile file = new(1, Start.AddMinutes(minute), KeyId.TryParse(new string('0', 64))!.Value, ReadOnlyMemory<byte>.Empty);
        return new DirectorFiles { Assignment = assignment, Targets = file, Snapshot = file, Timestamp = file };
    }
}
