using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Batches;

namespace Ota.Core.Tests.Telemetry.Batches;

public sealed class SequenceWindowTests
{
    // Mostly in order, with repeats, gaps and swaps over a range that the window can hold.
    private static readonly Gen<ulong[]> Numbers =
        from length in Gen.Choose(0, 600)
        from spread in Gen.Elements(1, 3, 40, 4_000)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select Draw(seed, length, spread);

    [Fact]
    public void It_agrees_with_a_set_of_all_numbers_seen()
    {
        Check(numbers =>
        {
            SequenceWindow window = new();
            HashSet<ulong> set = [];
            foreach (ulong number in numbers)
            {
                window.Peek(number).Should().Be(set.Contains(number) ? SequenceVerdict.Repeat : SequenceVerdict.New);
                window.Add(number).Should().Be(set.Add(number) ? SequenceVerdict.New : SequenceVerdict.Repeat);
            }

            ulong watermark = 0;
            while (set.Contains(watermark + 1)) watermark++;
            window.Watermark.Should().Be(watermark);
            window.Highest.Should().Be(set.DefaultIfEmpty().Max());
            window.Missing.Should().Be(window.Highest - (ulong)set.Count);
            window.Repeats.Should().Be((ulong)(numbers.Length - set.Count));
            window.GivenUp.Should().Be(0);
        });
    }

    [Fact]
    public void Any_order_of_the_same_numbers_ends_in_the_same_bytes()
    {
        Check(numbers =>
        {
            ulong[] shuffled = [.. numbers];
            new Random(numbers.Length).Shuffle(shuffled);
            BytesOf(After(shuffled)).Should().Equal(BytesOf(After(numbers)));
        });
    }

    [Fact]
    public void What_was_written_is_read_back_and_goes_on_alike()
    {
        Check(numbers =>
        {
            SequenceWindow first = After(numbers[..(numbers.Length / 2)]);
            SequenceWindow second = SequenceWindow.TryRead(BytesOf(first))!;
            second.Highest.Should().Be(first.Highest);
            foreach (ulong number in numbers[(numbers.Length / 2)..]) second.Add(number).Should().Be(first.Add(number));
            BytesOf(second).Should().Equal(BytesOf(first));
        });
    }

    [Fact]
    public void Numbers_in_order_need_no_bitmap()
    {
        SequenceWindow window = After([.. Enumerable.Range(1, 10_000).Select(i => (ulong)i)]);
        window.Size.Should().Be(32);
        window.Watermark.Should().Be(10_000);
    }

    [Fact]
    public void A_window_gives_up_the_oldest_missing_numbers_when_it_is_full()
    {
        SequenceWindow window = After([1, 3]);
        window.Add(SequenceWindow.Capacity + 2).Should().Be(SequenceVerdict.New);
        (window.Watermark, window.GivenUpTo, window.GivenUp).Should().Be((3, 2, 1));
        window.Peek(2).Should().Be(SequenceVerdict.Unknown);
        window.Peek(3).Should().Be(SequenceVerdict.Repeat);
        window.Peek(4).Should().Be(SequenceVerdict.New);
    }

    [Fact]
    public void It_never_calls_new_what_was_seen_nor_a_repeat_what_was_not_however_far_the_numbers_jump()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            SequenceWindow window = new();
            HashSet<ulong> set = [];
            for (int i = 0; i < 300; i++)
            {
                ulong number = 1 + (ulong)random.NextInt64(random.Next(4) == 0 ? 40_000 : 1 + (i * 40));
                SequenceVerdict verdict = window.Add(number);
                if (set.Contains(number)) verdict.Should().NotBe(SequenceVerdict.New);
                else verdict.Should().NotBe(SequenceVerdict.Repeat);
                if (verdict == SequenceVerdict.New) set.Add(number);
                window.Size.Should().BeLessThanOrEqualTo(SequenceWindow.MaximumSize);
                window.Missing.Should().Be((ulong)Enumerable.Range(0, (int)(window.Highest - window.Watermark)).LongCount(k => !set.Contains(window.Watermark + 1 + (ulong)k)));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(SequenceWindow.MaximumJump + 1)]
    [InlineData(ulong.MaxValue)]
    public void A_number_that_no_sender_reaches_changes_nothing(ulong number)
    {
        SequenceWindow window = new();
        window.Add(number).Should().Be(SequenceVerdict.Impossible);
        BytesOf(window).Should().Equal(BytesOf(new SequenceWindow()));
    }

    [Fact]
    public void Bytes_that_are_no_window_are_not_read()
    {
        byte[] good = BytesOf(After([1, 2, 5, 70]));
        SequenceWindow.TryRead(good).Should().NotBeNull();
        SequenceWindow.TryRead([]).Should().BeNull();
        SequenceWindow.TryRead(good.AsSpan(0, good.Length - 1)).Should().BeNull();
        SequenceWindow.TryRead([.. good, 0, 0, 0, 0, 0, 0, 0, 0]).Should().BeNull("its last word would be empty");
        SequenceWindow.TryRead(new byte[SequenceWindow.MaximumSize + 8]).Should().BeNull();
        SequenceWindow.TryRead(Enumerable.Repeat((byte)0xFF, 40).ToArray()).Should().BeNull();
    }

    private static void Check(Action<ulong[]> property) => Prop.ForAll(Numbers.ToArbitrary(), numbers =>
    {
        property(numbers);
        return true;
    }).QuickCheckThrowOnFailure();

    private static SequenceWindow After(ulong[] numbers)
    {
        SequenceWindow window = new();
        foreach (ulong number in numbers) window.Add(number);
        return window;
    }

    private static byte[] BytesOf(SequenceWindow window)
    {
        byte[] bytes = new byte[window.Size];
        window.Write(bytes).Should().Be(bytes.Length);
        return bytes;
    }

    private static ulong[] Draw(int seed, int length, int spread)
    {
        Random random = new(seed);
        ulong[] numbers = new ulong[length];
        for (int i = 0; i < length; i++) numbers[i] = (ulong)Math.Clamp(i + 1 + random.Next(-spread, spread + 1), 1, SequenceWindow.Capacity);
        return numbers;
    }
}
