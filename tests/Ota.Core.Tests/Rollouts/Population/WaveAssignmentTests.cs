using System.Security.Cryptography;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Population;

namespace Ota.Core.Tests.Rollouts.Population;

public sealed class WaveAssignmentTests
{
    private static readonly RolloutPolicy Policy = new() { Waves = [20, 50], Growth = 3, HoldBackPermille = 30 };

    [Theory]
    [InlineData(0, new long[0], 0)]
    [InlineData(1, new long[] { 1 }, 0)]
    [InlineData(20, new long[] { 20 }, 0)]
    [InlineData(100, new long[] { 20, 50, 27 }, 3)]
    [InlineData(1_000_000, new long[] { 20, 50, 150, 450, 1350, 4050, 12150, 36450, 109350, 328050, 477930 }, 30_000)]
    public void Waves_grow_until_all_are_in_one_and_the_hold_back_is_taken_off_first(long eligible, long[] waves, long holdBack)
    {
        (IReadOnlyList<long> sizes, long held) = WaveAssignment.Sizes(eligible, Policy);
        sizes.Should().Equal(waves);
        held.Should().Be(holdBack);
    }

    [Fact]
    public void Waves_that_do_not_grow_end_with_the_hundredth()
    {
        (IReadOnlyList<long> sizes, _) = WaveAssignment.Sizes(10_000, new RolloutPolicy { Waves = [20], Growth = 1 });
        sizes.Should().HaveCount(100).And.OnlyContain(size => size == 20 || size == 8020);
        sizes.Sum().Should().Be(10_000);
        WaveAssignment.Sizes(5, new RolloutPolicy { HoldBackPermille = 1000 }).Waves.Should().BeEmpty();
        WaveAssignment.Sizes(long.MaxValue, new RolloutPolicy { Waves = [1_000_000_000], Growth = 10 }).Waves.Sum().Should().Be(long.MaxValue);
    }

    [Fact]
    public void Sizes_are_exact_and_every_prefix_has_of_each_stratum_its_share()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            (string[] vids, int[] strata) = Fleet(random);
            RolloutPolicy policy = new() { Waves = [random.Next(1, 50)], Growth = random.Next(1, 5), HoldBackPermille = random.Next(0, 300) };
            int[] waves = WaveAssignment.Assign(vids, strata, policy, Seed(random));
            (IReadOnlyList<long> sizes, long holdBack) = WaveAssignment.Sizes(vids.Length, policy);
            waves.Count(wave => wave == 0).Should().Be((int)holdBack);
            int[][] members = [.. Enumerable.Range(0, vids.Length).GroupBy(i => strata[i]).Select(group => group.ToArray())];
            for (int wave = 1; wave <= sizes.Count; wave++)
            {
                waves.Count(one => one == wave).Should().Be((int)sizes[wave - 1]);
                int prefix = waves.Count(one => one > 0 && one <= wave);
                foreach (int[] stratum in members)
                {
                    double share = (double)stratum.Length * prefix / vids.Length;
                    int taken = stratum.Count(i => waves[i] > 0 && waves[i] <= wave);
                    Math.Abs(taken - share).Should().BeLessThan(1, $"seed {seed}: of {vids.Length} vehicles and {members.Length} strata");
                }
            }
        }
    }

    [Fact]
    public void Neither_the_order_of_the_input_nor_the_numbers_of_strata_matter() => Bundles.Property.Holds(
        random =>
        {
            (string[] vids, int[] strata) = Fleet(random);
            byte[] seed = Seed(random);
            int[] waves = WaveAssignment.Assign(vids, strata, Policy, seed);
            int[] order = [.. Enumerable.Range(0, vids.Length)];
            random.Shuffle(order);
            int[] shuffled = WaveAssignment.Assign([.. order.Select(i => vids[i])], [.. order.Select(i => 1000 - (7 * strata[i]))], Policy, seed);
            shuffled.Should().Equal(order.Select(i => waves[i]));
        },
        50);

    [Fact]
    public void Another_seed_draws_others()
    {
        (string[] vids, int[] strata) = Fleet(new Random(1));
        int[] one = WaveAssignment.Assign(vids, strata, Policy, Seed(new Random(1)));
        int[] other = WaveAssignment.Assign(vids, strata, Policy, Seed(new Random(2)));
        one.Should().NotEqual(other);
        one.Zip(other).Count(pair => pair is (1, 1)).Should().BeLessThan(10, "wave 1 has 20 of {0}", vids.Length);
    }

    [Fact]
    public void A_short_first_wave_has_its_share_of_the_many_small_strata()
    {
        // Half of the fleet is one stratum, a third is 30 of middle size, and the rest is strata of one vehicle.
        int[] strata = [.. Enumerable.Range(0, 6000).Select(i => i < 3000 ? 0 : i < 5000 ? 1 + (i % 30) : i)];
        string[] vids = [.. strata.Select((_, i) => $"{i:x32}")];
        int[] found = new int[2];
        for (int seed = 0; seed < 50; seed++)
        {
            int[] waves = WaveAssignment.Assign(vids, strata, new RolloutPolicy { Waves = [60] }, BitConverter.GetBytes(seed));
            found[0] += Enumerable.Range(0, 3000).Count(i => waves[i] == 1);
            found[1] += Enumerable.Range(5000, 1000).Count(i => waves[i] == 1);
        }

        (found[0] / 50.0).Should().BeApproximately(30, 1);
        (found[1] / 50.0).Should().BeApproximately(10, 2, "a sixth of 60");
    }

    [Fact]
    public void Nobody_who_does_not_know_the_seed_can_tell_who_is_first()
    {
        string[] vids = [.. Enumerable.Range(0, 1000).Select(i => $"{i:x32}")];
        int[] first = new int[vids.Length];
        for (int seed = 0; seed < 400; seed++)
        {
            int[] waves = WaveAssignment.Assign(vids, new int[vids.Length], new RolloutPolicy { Waves = [100] }, SHA256.HashData(BitConverter.GetBytes(seed)));
            for (int i = 0; i < waves.Length; i++) first[i] += waves[i] == 1 ? 1 : 0;
        }

        first.Should().OnlyContain(times => times > 10 && times < 80, "each is first in a tenth of the draws, 40 plus or minus 5 standard deviations");
    }

    [Fact]
    public void Within_a_stratum_of_any_size_the_order_is_that_of_the_keyed_hashes()
    {
        byte[] seed = SHA256.HashData("seed"u8);
        string[] vids = [.. Enumerable.Range(0, 25_000).Select(i => $"{i:x32}")];
        int[] waves = WaveAssignment.Assign(vids, new int[vids.Length], Policy, seed);
        int[] order = [.. Enumerable.Range(0, vids.Length)
            .OrderBy(i => Convert.ToHexStringLower(HMACSHA256.HashData(seed, System.Text.Encoding.ASCII.GetBytes(vids[i]))), StringComparer.Ordinal)];
        IReadOnlyList<long> sizes = WaveAssignment.Sizes(vids.Length, Policy).Waves;
        int[] expected = [.. sizes.SelectMany((size, wave) => Enumerable.Repeat(wave + 1, (int)size))];
        order.Take(expected.Length).Select(i => waves[i]).Should().Equal(expected);
        order.Skip(expected.Length).Should().OnlyContain(i => waves[i] == 0);
    }

    [Fact]
    public void Every_vehicle_has_a_stratum()
    {
        Action assign = () => WaveAssignment.Assign(["00"], [], Policy, new byte[32]);
        assign.Should().Throw<ArgumentException>();
    }

    private static (string[] Vids, int[] Strata) Fleet(Random random)
    {
        int strata = random.Next(1, 60);
        double skew = random.NextDouble() * 3;
        int vehicles = random.Next(1, 2000);
        int[] of = [.. Enumerable.Range(0, vehicles).Select(_ => (int)(strata * Math.Pow(random.NextDouble(), 1 + skew)))];
        return ([.. Enumerable.Range(0, vehicles).Select(_ => $"{random.NextInt64():x16}{random.NextInt64():x16}")], of);
    }

    private static byte[] Seed(Random random)
    {
        byte[] seed = new byte[32];
        random.NextBytes(seed);
        return seed;
    }
}
