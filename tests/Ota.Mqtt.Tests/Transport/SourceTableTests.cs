using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Tests.Transport;

public sealed class SourceTableTests
{
    [Fact]
    public void A_key_of_a_source_that_has_left_finds_nobody_even_when_its_slot_has_a_new_owner()
    {
        SourceTable table = new();
        Source first = new();
        Source second = new();
        ulong old = table.Add(first);
        table.Find(old).Should().BeSameAs(first);
        table.Remove(old);
        table.Find(old).Should().BeNull();
        ulong current = table.Add(second);
        current.Should().NotBe(old);
        table.Find(old).Should().BeNull();
        table.Remove(old);
        table.Find(current).Should().BeSameAs(second, "a late removal is not the new owner's");
    }

    [Fact]
    public void Many_sources_have_a_key_each()
    {
        SourceTable table = new();
        Source[] sources = [.. Enumerable.Range(0, 1000).Select(_ => new Source())];
        ulong[] keys = [.. sources.Select(table.Add)];
        keys.Select(table.Find).Should().Equal(sources);
    }

    private sealed class Source : ILoopSource
    {
        public void OnEvents(uint flags) => throw new InvalidOperationException("No loop watches it.");
    }
}
