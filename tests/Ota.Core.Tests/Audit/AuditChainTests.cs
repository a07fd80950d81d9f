using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Audit;

namespace Ota.Core.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void An_untouched_chain_has_no_break() => AuditChain.Verify(Chain(5)).Should().BeNull();

    [Fact]
    public void A_change_of_any_field_of_any_entry_is_found_at_that_entry()
    {
        Func<AuditEntry, AuditEntry>[] changes =
        [
            e => e with { Time = e.Time.AddMilliseconds(1) },
            e => e with { Stage = AuditStage.Outcome },
            e => e with { CallId = e.CallId + "x" },
            e => e with { Actor = "mallory" },
            e => e with { CredentialId = "" },
            e => e with { Method = e.Method.ToUpperInvariant() },
            e => e with { Peer = "ipv4:10.0.0.1:1" },
            e => e with { Outcome = "OK" },
            e => e with { RequestDigest = "00" },
            e => e with { Summary = "" },
        ];
        changes.Should().HaveCount(typeof(AuditEntry).GetProperties().Length, "each field has a change here");
        foreach (Func<AuditEntry, AuditEntry> change in changes)
        {
            for (int i = 0; i < 5; i++)
            {
                AuditLink[] chain = Chain(5);
                chain[i] = chain[i] with { Entry = change(chain[i].Entry) };
                AuditChain.Verify(chain)!.Sequence.Should().Be(i + 1);
            }
        }
    }

    [Fact]
    public void A_removed_entry_is_found_where_it_is_missing() =>
        AuditChain.Verify(Chain(5).Where(link => link.Sequence != 3))!.Should().Be(
            new AuditBreak(3, "Entry 3 is missing; the next one found is 4."));

    [Fact]
    public void Swapped_entries_are_found()
    {
        AuditLink[] chain = Chain(4);
        (chain[1], chain[2]) = (chain[2] with { Sequence = 2 }, chain[1] with { Sequence = 3 });
        AuditChain.Verify(chain)!.Sequence.Should().Be(2);
    }

    [Fact]
    public void A_chain_can_be_checked_in_parts()
    {
        AuditLink[] chain = Chain(6);
        AuditChain.Verify(chain[3..], chain[2]).Should().BeNull();
        AuditChain.Verify(chain[3..], chain[1])!.Sequence.Should().Be(3);
    }

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_changes_the_hash() => Prop.ForAll<NonNull<string>, NonNull<string>>((a, b) =>
    {
        AuditEntry one = Entry(1) with { Actor = a.Get + "x", CredentialId = b.Get };
        AuditEntry other = Entry(1) with { Actor = a.Get, CredentialId = "x" + b.Get };
        return AuditChain.Append(null, one).Hash != AuditChain.Append(null, other).Hash;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_encoding_never_changes() =>
        AuditChain.Append(null, Entry(1)).Hash.Should().Be("e0fd4ddc2b6af3be0dd11f2927001a1bfe704e382f5a91a85f0c6b25cd9e20c8");

    private static AuditLink[] Chain(int length)
    {
        List<AuditLink> chain = [];
        for (int i = 1; i <= length; i++) chain.Add(AuditChain.Append(chain.LastOrDefault(), Entry(i)));
        return [.. chain];
    }

    private static AuditEntry Entry(int number) => new(
        Start.AddSeconds(number), AuditStage.Intent, $"call{number}", "anna", "0011223344556677", "ota.v1.Operators/CreateOperator",
        "ipv4:127.0.0.1:5", "", "ab", "operator_id: \"bob\"");
}
