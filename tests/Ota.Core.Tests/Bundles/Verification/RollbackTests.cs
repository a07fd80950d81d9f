using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Verification;

public sealed class RollbackTests
{
    private readonly TestRepository _repository = TestRepository.Published();

    [Fact]
    public void An_older_timestamp_is_refused()
    {
        byte[] old = _repository.Files["timestamp.json"];
        _repository.PublishContent();
        TrustedSet earlier = TestClient.Trusted(_repository);
        _repository.Files["timestamp.json"] = old;
        Refused(earlier, RefusalReason.Rollback, "timestamp.json");
    }

    [Fact]
    public void A_newer_timestamp_that_names_an_older_snapshot_is_refused()
    {
        _repository.PublishContent();
        TrustedSet earlier = TestClient.Trusted(_repository);
        _repository.Versions[MetadataRole.Snapshot] = 1;
        _repository.PublishTimestamp();
        Refused(earlier, RefusalReason.Rollback, "timestamp.json");
    }

    [Fact]
    public void The_same_timestamp_again_is_nothing_new()
    {
        TrustedSet earlier = TestClient.Trusted(_repository);
        TrustedSet again = TestClient.Trusted(_repository, earlier);
        TestClient.Content(again).Should().Be(TestClient.Content(earlier));
    }

    [Fact]
    public void Of_two_timestamps_with_one_version_the_one_that_was_trusted_first_stays()
    {
        TrustedSet earlier = TestClient.Trusted(_repository);
        byte[] first = _repository.Files["timestamp.json"];
        _repository.PublishTargets();
        _repository.PublishSnapshot();
        _repository.Versions[MetadataRole.Timestamp] = 0;
        _repository.PublishTimestamp();
        TrustedSet again = TestClient.Trusted(_repository, earlier);
        again.Timestamp!.Envelope.Bytes.ToArray().Should().Equal(first);
        again.Snapshot!.Metadata.Version.Should().Be(1);
    }

    [Fact]
    public void A_timestamp_that_a_newer_root_wants_more_signatures_of_does_not_stay()
    {
        TrustedSet earlier = TestClient.Trusted(_repository);
        SignedEnvelope signed = earlier.Timestamp!.Envelope;
        _repository.Thresholds[MetadataRole.Timestamp] = 2;
        _repository.PublishRoot();
        byte[] once = MetadataDraft.Of(earlier.Timestamp.Metadata, MetadataDialect.Tuf).With(signed.Signatures[0]).ToBytes();
        TrustedSet again = TestClient.Trusted(_repository, earlier with
        {
            Timestamp = new(SignedEnvelope.TryRead(once, MetadataRole.Timestamp, MetadataDialect.Tuf, MetadataLimits.Default, out _)!, earlier.Timestamp.Metadata),
        });
        again.Timestamp!.Envelope.Signatures.Should().HaveCount(2);
    }

    [Fact]
    public void A_snapshot_that_lists_an_older_file_is_refused()
    {
        _repository.PublishContent();
        TrustedSet earlier = TestClient.Trusted(_repository);
        _repository.Versions[MetadataRole.Targets] = 1;
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        Refused(earlier, RefusalReason.Rollback, "3.snapshot.json");
    }

    [Fact]
    public void A_snapshot_that_lists_a_file_no_more_is_refused()
    {
        _repository.Delegations.Add(new TestDelegation("supplier", "brake/*"));
        _repository.PublishContent();
        TrustedSet earlier = TestClient.Trusted(_repository);
        _repository.Delegations.Clear();
        _repository.PublishContent();
        Refused(earlier, RefusalReason.Rollback, "3.snapshot.json");
    }

    [Fact]
    public void A_snapshot_older_than_the_earlier_one_is_refused_even_without_the_earlier_timestamp()
    {
        _repository.PublishContent();
        TrustedSet earlier = TestClient.Trusted(_repository);
        _repository.Versions[MetadataRole.Snapshot] = 0;
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        RefreshMachine.Start(_repository.Root, MetadataDialect.Tuf, MetadataLimits.Default, TestRepository.Now, out TrustedSet? set);
        set = RefreshMachine.Recall(set!, default, earlier.Snapshot!.Envelope.Bytes.Span);
        Refusal? refusal = null;
        while (refusal is null && RefreshMachine.Next(set!) is { } wanted)
            refusal = RefreshMachine.Apply(set!, wanted, _repository.Files.TryGetValue(wanted.FileName, out byte[]? file) ? file : null, out set);
        refusal!.Reason.Should().Be(RefusalReason.Rollback);
    }

    [Theory]
    [InlineData(MetadataRole.Timestamp)]
    [InlineData(MetadataRole.Snapshot)]
    public void After_a_change_of_keys_versions_may_begin_anew(MetadataRole rotated)
    {
        _repository.Versions[MetadataRole.Timestamp] = _repository.Versions[MetadataRole.Snapshot] = 1_000_000; // Run up by somebody with the key.
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        TrustedSet earlier = TestClient.Trusted(_repository);

        _repository.Versions[MetadataRole.Timestamp] = _repository.Versions[MetadataRole.Snapshot] = 5;
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        Refused(earlier, RefusalReason.Rollback, "timestamp.json");

        // One key of two is replaced: what the other one signed would still hold.
        _repository.Signers[rotated] = [_repository.Signers[rotated][0], TestKeys.P256("recovered")];
        _repository.PublishRoot();
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        TrustedSet recovered = TestClient.Trusted(_repository, earlier);
        recovered.Timestamp!.Metadata.Version.Should().BeLessThan(100);
    }

    [Fact]
    public void A_change_of_other_keys_forgets_nothing()
    {
        byte[] old = _repository.Files["timestamp.json"];
        _repository.PublishContent();
        TrustedSet earlier = TestClient.Trusted(_repository);
        _repository.Signers[MetadataRole.Targets] = [TestKeys.P256("other 1"), TestKeys.P256("other 2")];
        _repository.PublishRoot();
        _repository.Files["timestamp.json"] = old;
        Refused(earlier, RefusalReason.Rollback, "timestamp.json");
    }

    [Fact]
    public void Earlier_files_may_be_expired_and_still_hold()
    {
        _repository.Versions[MetadataRole.Timestamp] = 9;
        _repository.Expires[MetadataRole.Timestamp] = TestRepository.Now.AddDays(1);
        _repository.PublishTimestamp();
        TrustedSet earlier = TestClient.Trusted(_repository);
        _repository.Versions[MetadataRole.Timestamp] = 3;
        _repository.Expires[MetadataRole.Timestamp] = TestRepository.Now.AddDays(9);
        _repository.PublishTimestamp();
        TestClient.Refresh(_repository.Root, _repository.Files, TestRepository.Now.AddDays(5), earlier).Refusal!.Reason.Should().Be(RefusalReason.Rollback);
    }

    private void Refused(TrustedSet earlier, RefusalReason reason, string file)
    {
        Refusal? refusal = TestClient.Refresh(_repository.Files["1.root.json"], _repository.Files, earlier: earlier).Refusal;
        refusal.Should().NotBeNull();
        (refusal!.Reason, refusal.File).Should().Be((reason, file));
    }
}
