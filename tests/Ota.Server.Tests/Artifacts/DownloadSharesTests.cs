using FsCheck;
using FsCheck.Fluent;
using Ota.Server.Bundles.Artifacts;
using Ota.Testing;

namespace Ota.Server.Tests.Artifacts;

public sealed class DownloadSharesTests
{
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_bucket_gives_a_second_at_once_and_then_no_more_than_its_rate()
    {
        ByteBucket bucket = new(1000, _time);
        bucket.Take(1000).Should().Be(TimeSpan.Zero);
        bucket.Take(500).Should().Be(TimeSpan.FromMilliseconds(500));
        bucket.Take(500).Should().Be(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        bucket.Take(100).Should().Be(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromHours(1));
        bucket.IsFull.Should().BeTrue();
        bucket.Take(1001).Should().Be(TimeSpan.FromMilliseconds(1), "an idle hour saves up one second");
    }

    [Fact]
    public void Whatever_is_taken_when_no_window_has_more_than_the_rate_and_one_second() =>
        Prop.ForAll<(byte Pause, ushort Bytes)[]>(takes =>
        {
            ManualTime time = new(DateTimeOffset.UnixEpoch);
            ByteBucket bucket = new(10_000, time);
            List<(double At, long Bytes)> sent = [];
            double start = 0;
            foreach ((byte pause, ushort bytes) in takes)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause * 10));
                start += pause / 100.0;
                sent.Add((start + bucket.Take(bytes).TotalSeconds, bytes));
            }

            for (int from = 0; from < sent.Count; from++)
            {
                long total = 0;
                for (int to = from; to < sent.Count; to++)
                {
                    total += sent[to].Bytes;
                    if (total > ((sent[to].At - sent[from].At + 1) * 10_000) + sent[from].Bytes + 1) return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void All_downloads_and_those_of_one_client_are_counted_and_a_debt_outlives_its_download()
    {
        DownloadShares shares = new(new ArtifactsOptions { Downloads = 3, ClientDownloads = 2, ClientRate = 1000 }, _time);
        DownloadShare first = shares.TryEnter("a", out _)!;
        shares.TryEnter("a", out _).Should().NotBeNull();
        shares.TryEnter("a", out bool own).Should().BeNull();
        own.Should().BeTrue();
        shares.TryEnter("b", out _).Should().NotBeNull();
        shares.TryEnter("c", out own).Should().BeNull();
        own.Should().BeFalse();
        first.TakeAsync(3000, default).IsCompleted.Should().BeFalse();
        first.Dispose();
        Task next = shares.TryEnter("a", out _)!.TakeAsync(1, default);
        next.IsCompleted.Should().BeFalse("the client owes two seconds");
        _time.Advance(TimeSpan.FromSeconds(3));
        next.IsCompleted.Should().BeTrue();
    }
}
