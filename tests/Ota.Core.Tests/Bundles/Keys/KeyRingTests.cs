using Ota.Core.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Keys;

public sealed class KeyRingTests
{
    private static readonly byte[] Data = [1, 2, 3];

    private readonly LocalSigner _one = TestKeys.P256("ring one");
    private readonly LocalSigner _two = TestKeys.P256("ring two");
    private readonly LocalSigner _stranger = TestKeys.P256("ring stranger");

    [Fact]
    public void Each_key_of_the_role_counts() => Count(2, _one.Sign(Data), _two.Sign(Data)).Should().Be(new SignatureTally(2, 2, false));

    [Fact]
    public void A_key_that_signs_twice_counts_once()
    {
        SignatureTally tally = Count(2, _one.Sign(Data), _one.Sign(Data));
        tally.Valid.Should().Be(1);
        tally.IsMet.Should().BeFalse();
    }

    [Fact]
    public void A_key_under_two_ids_counts_once()
    {
        // The same key with and without a last line end: two texts, two ids, both computed rightly.
        TufKey twin = TufKey.TryMake(KeyScheme.EcdsaP256Sha256, TufKeyTests.PublicTextOf(_one).TrimEnd('\n'))!;
        twin.Id.Should().NotBe(_one.Key.Id);
        KeyRing ring = Ring([_one.Key, twin], 2);
        byte[] signature = _one.Sign(Data).Value;
        SignatureTally tally = ring.Count(Data, [new(_one.Key.Id, signature), new(twin.Id, _one.Sign(Data).Value)]);
        tally.Valid.Should().Be(1);
        ring.Fingerprints.Should().ContainSingle();
    }

    [Fact]
    public void An_Ed25519_key_in_PEM_and_in_digits_is_one_key()
    {
        const string digits = "8c1b35c0d27bff171a6c676d596fbbebf793bc8df414c374c74f324ae85cde1a";
        string pem = PemText.WritePublicKey(Convert.FromHexString("302a300506032b6570032100" + digits));
        TufKey.TryMake(KeyScheme.Ed25519, pem)!.Fingerprint.Should().Be(TufKey.TryMake(KeyScheme.Ed25519, digits)!.Fingerprint);
    }

    [Fact]
    public void Strangers_and_bad_signatures_do_not_count()
    {
        Count(1, _stranger.Sign(Data)).Valid.Should().Be(0);
        Count(1, new KeySignature(_one.Key.Id, _stranger.Sign(Data).Value)).Valid.Should().Be(0);
        Count(1, _one.Sign([4])).Valid.Should().Be(0);
        Count(1).Valid.Should().Be(0);
    }

    [Fact]
    public void A_key_that_is_listed_for_another_role_does_not_count()
    {
        Dictionary<KeyId, TufKey> keys = new() { [_one.Key.Id] = _one.Key, [_two.Key.Id] = _two.Key };
        new KeyRing(keys, new RoleKeys([_one.Key.Id], 1)).Count(Data, [_two.Sign(Data)]).Valid.Should().Be(0);
    }

    [Fact]
    public void An_id_without_a_key_does_not_count() =>
        new KeyRing(new Dictionary<KeyId, TufKey>(), new RoleKeys([_one.Key.Id], 1)).Count(Data, [_one.Sign(Data)]).Valid.Should().Be(0);

    private SignatureTally Count(int threshold, params KeySignature[] signatures) =>
        Ring([_one.Key, _two.Key], threshold).Count(Data, signatures);

    private static KeyRing Ring(TufKey[] keys, int threshold) =>
        new(keys.ToDictionary(key => key.Id), new RoleKeys([.. keys.Select(key => key.Id)], threshold));
}
