using Grpc.Core;
using Ota.Server.Audit;
using Ota.Server.Operators;

namespace Ota.Server.Tests.Audit;

public sealed class RequestSummaryTests
{
    [Fact]
    public void Control_characters_quotes_and_halves_of_pairs_cannot_break_the_line() =>
        RequestSummary.Of(new V1.RevokeOperatorRequest { Name = "a\nb\0c\"d\ud83d\ude00" }).Should().Be("name: \"a?b?c?d??\"");

    [Fact]
    public void Long_texts_and_long_lists_are_cut()
    {
        RequestSummary.Of(new V1.RevokeOperatorRequest { Name = new string('x', 10_000) }).Should().Be($"name: \"{new string('x', 80)}...\"");
        V1.CreateOperatorRequest many = new() { Roles = { Enumerable.Repeat(V1.Role.Viewer, 1000) } };
        RequestSummary.Of(many).Should().EndWith(", 992 more]").And.Match(summary => summary.Length < 200);
    }

    [Fact]
    public async Task The_digest_of_a_stream_covers_what_the_handler_read_in_order()
    {
        RequestTrace trace = new();
        trace.Digest.Should().BeEmpty();
        TracedReader<V1.RevokeOperatorRequest> reader = new(new Reader("a", "b"), trace);
        while (await reader.MoveNext(default)) reader.Current.Name.Should().NotBeEmpty();
        string both = trace.Digest;
        trace.Summary.Should().Be("name: \"a\"");

        RequestTrace swapped = new();
        foreach (string name in new[] { "b", "a" }) swapped.Add(new V1.RevokeOperatorRequest { Name = name });
        swapped.Digest.Should().NotBe(both).And.HaveLength(64);
    }

    private sealed class Reader(params string[] names) : IAsyncStreamReader<V1.RevokeOperatorRequest>
    {
        private int _next;

        public V1.RevokeOperatorRequest Current { get; private set; } = new();

        public Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (_next == names.Length) return Task.FromResult(false);
            Current = new V1.RevokeOperatorRequest { Name = names[_next++] };
            return Task.FromResult(true);
        }
    }
}
