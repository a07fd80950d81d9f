using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

public sealed class SubscriptionTreeTests
{
    private static readonly Gen<string> Level = Gen.Elements("", "a", "b", "$x");

    private static readonly Gen<string> Topic =
        from levels in Gen.ListOf(Level)
        select string.Join('/', levels.Take(4)) is { Length: > 0 } topic ? topic : "a";

    private static readonly Gen<string> Filter =
        from levels in Gen.ListOf(Gen.Frequency((3, Level), (1, Gen.Constant("+"))))
        from rest in Gen.Elements("", "/#")
        from share in Gen.Elements("", "", "", "$share/g/", "$share/h/")
        select share + (string.Join('/', levels.Take(4)) is { Length: > 0 } filter ? filter + rest : "#");

    private static readonly Gen<Step> Steps =
        from kind in Gen.Choose(0, 4)
        from session in Gen.Choose(0, 3)
        from filter in Filter
        from topic in Topic
        select new Step(kind, session, filter, topic);

    [Fact]
    public void Matching_equals_a_naive_matcher_after_any_changes() => Check.Holds(Gen.ListOf(Steps), steps =>
    {
        using MqttBroker broker = new(new MqttBrokerOptions(), new Ota.Testing.ManualTime(default), NullLogger<MqttBroker>.Instance);
        MqttSession[] sessions = [.. Enumerable.Range(0, 4).Select(i => new MqttSession(broker, $"s{i}"))];
        SubscriptionTree tree = new(cachedTopics: 8);
        HashSet<(int Session, string Filter)> model = [];
        foreach (Step step in steps)
        {
            FilterName name = FilterName.Parse(step.Filter);
            if (step.Kind is 0 or 1)
                tree.Add(sessions[step.Session], name, new Subscription { Filter = step.Filter }, null)
                    .Should().Be(model.Add((step.Session, step.Filter)));
            else if (step.Kind == 2)
                tree.Remove(sessions[step.Session], name).Should().Be(model.Remove((step.Session, step.Filter)));
            Compare(tree.Match(Encoding.UTF8.GetBytes(step.Topic)), model, step.Topic);
        }
        tree.Count.Should().Be(model.Count);
        foreach ((int session, string filter) in model)
            tree.Remove(sessions[session], FilterName.Parse(filter)).Should().BeTrue();
        tree.IsEmpty.Should().BeTrue("nothing may be left of filters that nobody has");
    });

    private static void Compare(Receivers found, HashSet<(int Session, string Filter)> model, string topic)
    {
        IEnumerable<string> direct = model.Where(entry => !entry.Filter.StartsWith("$share/", StringComparison.Ordinal))
            .Where(entry => NaiveMatcher.Matches(entry.Filter, topic)).Select(entry => $"s{entry.Session}").Distinct();
        found.Direct.Select(receiver => receiver.Session.ClientId).Should().BeEquivalentTo(direct);
        int shared = model.Where(entry => entry.Filter.StartsWith("$share/", StringComparison.Ordinal)).Select(entry => entry.Filter).Distinct()
            .Count(filter => NaiveMatcher.Matches(filter.Split('/', 3)[2], topic));
        found.Shared.Should().HaveCount(shared);
    }

    private sealed record Step(int Kind, int Session, string Filter, string Topic);
}
