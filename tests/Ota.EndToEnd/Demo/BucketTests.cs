using System.Text.Json;
using Ota.Simulator.Demo.Screen;
using Ota.V1;

namespace Ota.EndToEnd.Demo;

/// <summary>What the live view adds up.</summary>
public sealed class BucketTests
{
    [Fact]
    public void No_state_is_in_two_buckets_and_none_is_lost()
    {
        string[] states = [.. Enum.GetValues<InstallState>().Select(state => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()))];

        Bucket.All.SelectMany(bucket => bucket.States).Should().OnlyHaveUniqueItems().And.BeSubsetOf(states);
        Dictionary<string, long> counts = states.ToDictionary(state => state, _ => 1L);
        Bucket.Count(counts).Sum(one => one.Vehicles).Should().Be(states.Length);
    }
}
