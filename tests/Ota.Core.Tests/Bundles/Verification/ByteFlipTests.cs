using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Verification;

/// <summary>
/// Any single bit of any file is flipped. What the file before it names by hash is refused, always. In a root and a timestamp, which
/// nothing names, a flip may hit the envelope without touching what counts (the case of a hexadecimal digit, a signature beyond the
/// threshold); then the client goes by exactly what was signed, and by nothing else.
/// </summary>
public sealed class ByteFlipTests
{
    private const string Image = "brake/fw-2.0.bin";
    private const string AllBits = "01234567";

    private readonly TestRepository _repository = Make();

    [Theory]
    [InlineData("1.snapshot.json")]
    [InlineData("1.targets.json")]
    [InlineData("1.supplier.json")]
    public void A_flip_in_a_file_that_is_named_by_hash_is_refused(string file) =>
        EachFlip(file, 0, AllBits, (_, refusal, place) => refusal!.Reason.Should().Be(RefusalReason.Mismatch, place));

    [Theory]
    [InlineData("2.root.json", "05")] // Two of eight: each takes five signatures to find out.
    [InlineData("timestamp.json", AllBits)]
    public void A_flip_in_another_file_is_refused_or_changes_nothing_that_a_client_goes_by(string file, string bits)
    {
        string content = Go(Start(), _repository.Files).Content!;
        int refused = 0, flips = 0;
        EachFlip(file, 0, bits, (found, refusal, place) =>
        {
            if (refusal is null) found.Should().Be(content, place);
            else refused++;
            flips++;
        });
        refused.Should().BeGreaterThan(flips / 2).And.BeLessThan(flips, "a digit of a signature may be a capital");
    }

    [Theory]
    [InlineData("2.root.json", "13")]
    [InlineData("timestamp.json", AllBits)]
    public void A_flip_within_what_is_signed_is_always_refused(string file, string bits) => EachFlip(
        file,
        _repository.Files[file].AsSpan().IndexOf("\"signed\":"u8),
        bits,
        (_, refusal, place) => refusal.Should().NotBeNull(place));

    [Fact]
    public void A_cut_or_a_piece_that_is_left_out_or_doubled_is_refused_or_changes_nothing() => Property.Holds(
        random =>
        {
            string content = Go(Start(), _repository.Files).Content!;
            string name = _repository.Files.Keys.Where(file => file != "1.root.json").ElementAt(random.Next(_repository.Files.Count - 1));
            byte[] file = _repository.Files[name];
            int start = random.Next(file.Length), end = random.Next(start, file.Length);
            byte[] damaged = random.Next(3) switch
            {
                0 => file[..start],
                1 => [.. file[..start], .. file[end..]],
                _ => [.. file[..end], .. file[start..]],
            };
            (string? found, Refusal? refusal) = Go(Start(), new Dictionary<string, byte[]>(_repository.Files) { [name] = damaged });
            if (refusal is null) found.Should().Be(content);
        },
        times: 200);

    private static TestRepository Make()
    {
        TestRepository made = TestRepository.Published();
        TestDelegation supplier = new("supplier", "brake/*");
        supplier.Targets[TestRepository.Path(Image)] = TestRepository.Entry("brake", JsonObject.Of(("releaseCounter", new JsonInteger(3))));
        made.Delegations.Add(supplier);
        made.Signers[MetadataRole.Root] = [TestKeys.P256("flip 1"), TestKeys.P256("flip 2"), TestKeys.P256("flip 3")];
        made.PublishRoot(TestKeys.P256("Root 1"), TestKeys.P256("Root 2"));
        made.Files.Remove("1.targets.json");
        made.Versions[MetadataRole.Targets] = made.Versions[MetadataRole.Snapshot] = made.Versions[MetadataRole.Timestamp] = 0;
        made.PublishContent();
        return made;
    }

    private TrustedSet Start()
    {
        RefreshMachine.Start(_repository.Files["1.root.json"], MetadataDialect.Tuf, MetadataLimits.Default, TestRepository.Now, out TrustedSet? set);
        return set!;
    }

    private static WantedFile? Next(TrustedSet set) =>
        RefreshMachine.Next(set) ?? (TargetSearch.Find(set, TestRepository.Path(Image), null) as SearchResult.Needs)?.File;

    /// <summary>What a client that looks for the image goes by in the end.</summary>
    private static (string? Content, Refusal? Refusal) Go(TrustedSet set, Dictionary<string, byte[]> files)
    {
        while (Next(set) is { } wanted)
        {
            if (RefreshMachine.Apply(set, wanted, files.GetValueOrDefault(wanted.FileName), out set) is { } refusal) return (null, refusal);
        }

        return (TestClient.Content(set), null);
    }

    /// <summary>Flips bits of one file, for a client that has read all files before it.</summary>
    private void EachFlip(string name, int from, string bits, Action<string?, Refusal?, string> check)
    {
        TrustedSet set = Start();
        WantedFile wanted = Next(set)!;
        for (; wanted.FileName != name; wanted = Next(set)!)
            RefreshMachine.Apply(set, wanted, _repository.Files.GetValueOrDefault(wanted.FileName), out set).Should().BeNull();

        byte[] flipped = [.. _repository.Files[name]];
        for (int at = from; at < flipped.Length; at++)
        {
            foreach (int bit in bits.Select(digit => digit - '0'))
            {
                flipped[at] ^= (byte)(1 << bit);
                Refusal? refusal = RefreshMachine.Apply(set, wanted, [.. flipped], out TrustedSet next);
                string? content = null;
                if (refusal is null) (content, refusal) = Go(next, _repository.Files);
                check(content, refusal, $"bit {bit} of byte {at}");
                flipped[at] ^= (byte)(1 << bit);
            }
        }
    }
}
