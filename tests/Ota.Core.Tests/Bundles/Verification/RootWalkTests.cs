using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Verification;

public sealed class RootWalkTests
{
    private readonly TestRepository _repository = TestRepository.Published();

    [Fact]
    public void A_client_walks_from_its_root_to_the_newest_by_keys_that_changed_each_time()
    {
        for (int i = 2; i <= 6; i++)
        {
            ISigner[] before = _repository.Signers[MetadataRole.Root];
            _repository.Signers[MetadataRole.Root] = [TestKeys.P256($"root {i} a"), TestKeys.P256($"root {i} b"), TestKeys.P256($"root {i} c")];
            _repository.Thresholds[MetadataRole.Root] = 3;
            _repository.PublishRoot(before);
        }

        TrustedSet set = TestClient.Trusted(_repository);
        set.Root.Metadata.Version.Should().Be(6);
        set.Root.Envelope.Bytes.ToArray().Should().Equal(_repository.Root);
        set.IsComplete.Should().BeTrue();
    }

    [Theory]
    [InlineData(false, true, "the root before it")]
    [InlineData(true, false, "the root itself")]
    public void A_new_root_needs_the_signatures_of_both(bool byOld, bool byNew, string lacking)
    {
        LocalSigner[] old = _repository.Signers[MetadataRole.Root];
        LocalSigner[] fresh = [TestKeys.P256("fresh 1"), TestKeys.P256("fresh 2")];
        _repository.Signers[MetadataRole.Root] = fresh;
        _repository.PublishRoot(old);
        SignedEnvelope both = Envelope(_repository.Root);
        _repository.Files["2.root.json"] = Draft(both, (byOld ? old : []).Concat(byNew ? fresh : []));
        Refused(RefusalReason.BelowThreshold, "2.root.json").Sentence.Should().Contain(lacking);
    }

    [Fact]
    public void One_signature_less_than_the_threshold_of_either_is_too_few()
    {
        LocalSigner[] old = _repository.Signers[MetadataRole.Root];
        _repository.Signers[MetadataRole.Root] = [TestKeys.P256("fresh 1"), TestKeys.P256("fresh 2")];
        _repository.PublishRoot(old);
        SignedEnvelope both = Envelope(_repository.Root);
        foreach (LocalSigner missing in _repository.Signers[MetadataRole.Root].Concat(old))
        {
            _repository.Files["2.root.json"] = Draft(both, _repository.Signers[MetadataRole.Root].Concat(old).Where(signer => signer != missing));
            Refused(RefusalReason.BelowThreshold, "2.root.json");
        }
    }

    [Fact]
    public void A_root_that_is_older_than_its_name_is_a_rollback()
    {
        _repository.Files["2.root.json"] = _repository.Files["1.root.json"];
        Refused(RefusalReason.Rollback, "2.root.json");
    }

    [Fact]
    public void A_root_that_skips_a_version_is_refused()
    {
        _repository.PublishRoot();
        _repository.PublishRoot();
        _repository.Files["2.root.json"] = _repository.Files["3.root.json"];
        Refused(RefusalReason.Mismatch, "2.root.json");
    }

    [Fact]
    public void Expired_roots_on_the_way_do_not_matter_and_the_last_one_does()
    {
        _repository.Expires[MetadataRole.Root] = TestRepository.Now;
        _repository.PublishRoot();
        Refused(RefusalReason.Expired, "2.root.json");

        _repository.Expires[MetadataRole.Root] = TestRepository.Now.AddSeconds(1);
        _repository.PublishRoot();
        TestClient.Trusted(_repository).Root.Metadata.Version.Should().Be(3);
    }

    [Fact]
    public void The_root_to_start_with_signs_itself()
    {
        byte[] stripped = Draft(Envelope(_repository.Root), [_repository.Signers[MetadataRole.Root][0]]);
        TestClient.Refresh(stripped, _repository.Files).Refusal!.Reason.Should().Be(RefusalReason.BelowThreshold);
        TestClient.Refresh([], _repository.Files).Refusal!.Reason.Should().Be(RefusalReason.Malformed);
    }

    [Fact]
    public void A_client_takes_only_so_many_roots_at_once()
    {
        for (int i = 0; i < 4; i++) _repository.PublishRoot();
        MetadataLimits limits = new() { RootSteps = 3 };
        (TrustedSet? set, Refusal? refusal) = TestClient.Refresh(_repository.Files["1.root.json"], _repository.Files, limits: limits);
        refusal!.Reason.Should().Be(RefusalReason.TooManyRoots);
        set!.Root.Metadata.Version.Should().Be(4, "it goes on from there next time");
        TestClient.Refresh(set.Root.Envelope.Bytes.ToArray(), _repository.Files, limits: limits).Refusal.Should().BeNull();
    }

    [Fact]
    public void A_root_of_more_bytes_than_allowed_is_refused_unread()
    {
        _repository.Files["2.root.json"] = new byte[MetadataLimits.Default.RootBytes + 1];
        Refused(RefusalReason.TooLarge, "2.root.json");
    }

    [Fact]
    public void Files_by_a_key_that_a_newer_root_took_away_are_refused()
    {
        TrustedSet before = TestClient.Trusted(_repository);
        _repository.Signers[MetadataRole.Timestamp] = [TestKeys.P256("fresh timestamp")];
        _repository.PublishRoot();
        TestClient.Refresh(before.Root.Envelope.Bytes.ToArray(), _repository.Files, earlier: before)
            .Refusal!.Reason.Should().Be(RefusalReason.BelowThreshold);
    }

    [Fact]
    public void A_refused_root_leaves_the_set_as_it_was()
    {
        _repository.Files["2.root.json"] = [1, 2, 3];
        RefreshMachine.Start(_repository.Files["1.root.json"], MetadataDialect.Tuf, MetadataLimits.Default, TestRepository.Now, out TrustedSet? set);
        RefreshMachine.Apply(set!, RefreshMachine.Next(set!)!, _repository.Files["2.root.json"], out TrustedSet next).Should().NotBeNull();
        next.Should().BeSameAs(set);
    }

    private Refusal Refused(RefusalReason reason, string file)
    {
        Refusal? refusal = TestClient.Refresh(_repository.Files["1.root.json"], _repository.Files).Refusal;
        refusal.Should().NotBeNull();
        refusal!.Reason.Should().Be(reason);
        refusal.File.Should().Be(file);
        return refusal;
    }

    private static SignedEnvelope Envelope(byte[] file) =>
        SignedEnvelope.TryRead(file, MetadataRole.Root, MetadataDialect.Tuf, MetadataLimits.Default, out _)!;

    private static byte[] Draft(SignedEnvelope envelope, IEnumerable<ISigner> signers)
    {
        RoleMetadata metadata = MetadataDecoder.TryDecode(envelope.Signed, MetadataRole.Root, MetadataDialect.Tuf, out _)!;
        return TestRepository.Sign(metadata, signers);
    }
}
