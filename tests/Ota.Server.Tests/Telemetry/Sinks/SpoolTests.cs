using System.Text;
using Ota.Server.Telemetry.Sinks;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class SpoolTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly SpoolFrame _frame = new();
    private int _copies;

    private string Folder => _folder["spool"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Batches_come_out_in_the_order_in_which_they_went_in()
    {
        using Spool spool = Open();
        Append(spool, 0, 500);
        Drain(spool).Should().Equal(Enumerable.Range(0, 500));
        (spool.PendingPoints, spool.PendingBytes).Should().Be((0, 0));
    }

    [Fact]
    public void A_batch_that_was_not_sent_comes_again()
    {
        using Spool spool = Open();
        Append(spool, 0, 2);
        Next(spool).Should().Be(0);
        Next(spool).Should().Be(0);
        spool.Sent(_frame).Should().BeTrue();
        Next(spool).Should().Be(1);
    }

    [Fact]
    public void What_was_appended_and_not_settled_is_there_after_a_crash()
    {
        using Spool spool = Open();
        Append(spool, 0, 300);
        Take(spool, 100);
        spool.Settle(_time.GetTimestamp());
        Take(spool, 50);
        using Spool after = OpenCopy();
        after.PendingPoints.Should().Be(200 * 3);
        after.DamagedBytes.Should().Be(0);
        Drain(after).Should().Equal(Enumerable.Range(100, 200), "what was sent and not settled goes again");
    }

    [Fact]
    public void A_crash_after_a_crash_loses_nothing_either()
    {
        using Spool first = Open();
        Append(first, 0, 10);
        using Spool second = OpenCopy();
        Append(second, 10, 10);
        Take(second, 5);
        second.Settle(_time.GetTimestamp());
        using Spool third = OpenCopyOf(_folder["copy1"]);
        Append(third, 20, 10);
        Drain(third).Should().Equal(Enumerable.Range(5, 25));
    }

    [Fact]
    public void A_torn_end_costs_the_torn_batch_and_nothing_else()
    {
        using (Spool spool = Open()) Append(spool, 0, 3);
        string file = Directory.GetFiles(Folder, "*.seg").Single();
        byte[] whole = File.ReadAllBytes(file);
        int frame = whole.Length / 3;
        for (int length = 2 * frame; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            using Spool after = OpenCopy();
            Append(after, 9, 1);
            Drain(after).Should().Equal(0, 1, 9);
            after.DamagedBytes.Should().Be(length - (2 * frame));
        }
    }

    [Fact]
    public void No_flipped_bit_brings_out_a_batch_that_never_went_in()
    {
        using (Spool spool = Open()) Append(spool, 0, 3);
        string file = Directory.GetFiles(Folder, "*.seg").Single();
        byte[] whole = File.ReadAllBytes(file);
        for (int bit = 0; bit < whole.Length * 8; bit += 7) // Comes by every byte, in another bit each time.
        {
            byte[] bad = [.. whole];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, bad);
            using Spool after = OpenCopy();
            Drain(after).Should().Equal(Enumerable.Range(0, bit / 8 / (whole.Length / 3)));
            after.DamagedBytes.Should().BePositive();
        }
    }

    [Fact]
    public void Damage_that_shows_only_while_sending_is_skipped_and_counted()
    {
        using Spool spool = Open(new SpoolOptions { LimitBytes = 65_536 });
        Append(spool, 0, 200);
        string first = Directory.GetFiles(Folder, "*.seg").Order().First();
        using (FileStream file = File.Open(first, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.WriteByte(0xFF);
        List<int> left = Drain(spool);
        left.Should().NotBeEmpty().And.BeInAscendingOrder();
        left[^1].Should().Be(199);
        (spool.DroppedPoints / 3).Should().Be(200 - left.Count);
        spool.DamagedBytes.Should().BePositive();
    }

    [Fact]
    public void Over_the_limit_the_oldest_goes_and_is_counted()
    {
        using Spool spool = Open(new SpoolOptions { LimitBytes = 65_536 });
        Append(spool, 0, 5000);
        spool.Bytes.Should().BeLessThanOrEqualTo(65_536);
        Directory.GetFiles(Folder, "*.seg").Sum(file => new FileInfo(file).Length).Should().Be(spool.Bytes);
        List<int> left = Drain(spool);
        left.Should().Equal(Enumerable.Range(5000 - left.Count, left.Count), "the newest are kept, without a gap");
        spool.DroppedPoints.Should().Be((5000 - left.Count) * 3);
        spool.PendingPoints.Should().Be(0);
    }

    [Fact]
    public void Dropping_the_segment_that_is_being_sent_does_no_harm()
    {
        using Spool spool = Open(new SpoolOptions { LimitBytes = 65_536 });
        Append(spool, 0, 100);
        Next(spool).Should().Be(0);
        Append(spool, 100, 5000);
        spool.Sent(_frame);
        spool.Settle(_time.GetTimestamp());
        Drain(spool).Should().BeInAscendingOrder().And.EndWith(5099);
        spool.PendingPoints.Should().Be(0);
    }

    [Fact]
    public void What_is_not_settled_can_be_sent_again_and_is_known_as_a_repetition()
    {
        using Spool spool = Open();
        Append(spool, 0, 10);
        Take(spool, 4);
        long upTo = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        Take(spool, 3);
        spool.Settle(upTo);
        spool.PendingPoints.Should().Be(9);
        spool.Rewind();
        spool.PendingPoints.Should().Be(18);
        List<(int, bool)> again = [];
        while (spool.TryRead(_frame)) again.Add((Number(), spool.Sent(_frame)));
        again.Should().Equal((4, false), (5, false), (6, false), (7, true), (8, true), (9, true));
    }

    [Fact]
    public void Segments_go_once_they_are_settled()
    {
        using Spool spool = Open(new SpoolOptions { LimitBytes = 1_000_000 });
        for (int i = 0; i < 100; i++)
        {
            Append(spool, i * 100, 100);
            Take(spool, 100);
            spool.Settle(_time.GetTimestamp());
        }
        Directory.GetFiles(Folder, "*.seg").Should().ContainSingle();
        spool.Bytes.Should().BeLessThan(70_000);
    }

    [Fact]
    public async Task Who_waits_is_told_of_an_append()
    {
        using Spool spool = Open();
        Task waiting = spool.WaitAsync(CancellationToken.None);
        waiting.IsCompleted.Should().BeFalse();
        Append(spool, 0, 1);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private Spool Open(SpoolOptions? options = null) => Spool.Open(Folder, options ?? new SpoolOptions(), _time);

    // A copy of the files as they are now is what a killed process leaves.
    private Spool OpenCopy() => OpenCopyOf(Folder);

    private Spool OpenCopyOf(string from)
    {
        string to = _folder[$"copy{++_copies}"];
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            using FileStream target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            source.CopyTo(target);
        }
        return Spool.Open(to, new SpoolOptions(), _time);
    }

    private static void Append(Spool spool, int first, int count)
    {
        for (int i = first; i < first + count; i++) spool.Append(Encoding.UTF8.GetBytes($"batch {i:d20}"), points: 3, plainLength: 26, isGzip: false);
    }

    private int Number() => int.Parse(Encoding.UTF8.GetString(_frame.Payload.Span)[6..], null);

    private int Next(Spool spool)
    {
        spool.TryRead(_frame).Should().BeTrue();
        return Number();
    }

    private void Take(Spool spool, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Next(spool);
            spool.Sent(_frame);
        }
    }

    private List<int> Drain(Spool spool)
    {
        List<int> all = [];
        while (spool.TryRead(_frame))
        {
            all.Add(Number());
            spool.Sent(_frame);
        }
        return all;
    }
}
