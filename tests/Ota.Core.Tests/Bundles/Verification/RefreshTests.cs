using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Core.Tests.Bundles.Verification;

public sealed class RefreshTests
{
    private readonly TestRepository _repository = TestRepository.Published();

    [Fact]
    public void A_client_asks_for_the_files_in_the_order_of_the_workflow()
    {
        List<string> asked = [];
        RefreshMachine.Start(_repository.Root, MetadataDialect.Tuf, MetadataLimits.Default, TestRepository.Now, out TrustedSet? set);
        while (RefreshMachine.Next(set!) is { } wanted)
        {
            asked.Add(wanted.FileName);
            byte[]? file = _repository.Files.GetValueOrDefault(wanted.FileName);
            if (file is not null) wanted.MaxBytes.Should().BeGreaterThanOrEqualTo(file.Length);
            RefreshMachine.Apply(set!, wanted, file, out set).Should().BeNull();
        }

        asked.Should().Equal("2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json");
        set!.IsComplete.Should().BeTrue();
    }

    [Theory]
    [InlineData(MetadataRole.Timestamp, "timestamp.json")]
    [InlineData(MetadataRole.Snapshot, "2.snapshot.json")]
    [InlineData(MetadataRole.Targets, "2.targets.json")]
    public void A_file_is_good_until_the_second_before_its_expiry(MetadataRole role, string file)
    {
        _repository.Expires[role] = TestRepository.Now;
        _repository.PublishContent();
        Refused(RefusalReason.Expired, file).Sentence.Should().Contain("2026-11-22T12:00:00Z");
        TestClient.Refresh(_repository.Root, _repository.Files, TestRepository.Now.AddSeconds(-1)).Refusal.Should().BeNull();
    }

    [Theory]
    [InlineData(MetadataRole.Timestamp, "timestamp.json")]
    [InlineData(MetadataRole.Snapshot, "1.snapshot.json")]
    [InlineData(MetadataRole.Targets, "1.targets.json")]
    public void A_file_that_is_not_there_ends_the_refresh(MetadataRole role, string file)
    {
        _repository.Files.Remove(file);
        Refused(RefusalReason.Missing, file);
        role.Should().NotBe(MetadataRole.Root, "whose absence means that there is no newer one");
    }

    [Theory]
    [InlineData(MetadataRole.Timestamp, "timestamp.json")]
    [InlineData(MetadataRole.Snapshot, "2.snapshot.json")]
    [InlineData(MetadataRole.Targets, "2.targets.json")]
    public void A_file_that_too_few_keys_of_its_role_signed_is_refused(MetadataRole role, string file)
    {
        LocalSigner[] right = _repository.Signers[role];
        _repository.Signers[role] = [.. right.Take(_repository.Thresholds[role] - 1), .. _repository.Signers[Other(role)]];
        _repository.PublishContent();
        Refused(RefusalReason.BelowThreshold, file);
    }

    [Fact]
    public void A_snapshot_that_the_timestamp_did_not_mean_is_refused()
    {
        byte[] old = _repository.Files["1.snapshot.json"];
        _repository.PublishContent();
        _repository.Files["2.snapshot.json"] = old;
        Refused(RefusalReason.Mismatch, "2.snapshot.json").Sentence.Should().Contain("hash");
    }

    [Fact]
    public void Targets_that_the_snapshot_did_not_mean_are_refused()
    {
        byte[] old = _repository.Files["1.targets.json"];
        _repository.PublishContent();
        _repository.Files["2.targets.json"] = old;
        Refused(RefusalReason.Mismatch, "2.targets.json").Sentence.Should().Contain("hash");
    }

    [Fact]
    public void Where_no_hashes_are_listed_the_version_tells_mixed_files_apart()
    {
        _repository.SnapshotHasHashes = false;
        byte[] old = _repository.Files["1.targets.json"];
        _repository.PublishContent();
        TestClient.Trusted(_repository).IsComplete.Should().BeTrue();
        _repository.Files["2.targets.json"] = old;
        Refused(RefusalReason.Mismatch, "2.targets.json").Sentence.Should().Contain("version 1");
    }

    [Fact]
    public void A_timestamp_that_names_another_version_than_the_snapshot_has_is_refused()
    {
        FileReference wrong = FileReference.To(7, _repository.Files["1.snapshot.json"]);
        _repository.Files["7.snapshot.json"] = _repository.Files["1.snapshot.json"];
        _repository.Files["timestamp.json"] = TestRepository.Sign(
            new TimestampMetadata { Version = 2, Expires = TestRepository.Now.AddYears(1), Snapshot = wrong },
            _repository.Signers[MetadataRole.Timestamp]);
        Refused(RefusalReason.Mismatch, "7.snapshot.json").Sentence.Should().Contain("version 1");
    }

    [Fact]
    public void Targets_that_the_snapshot_does_not_list_are_refused()
    {
        _repository.ListChange = list => list.Remove("targets.json");
        _repository.PublishContent();
        _repository.Files["targets.json"] = _repository.Files["2.targets.json"];
        Refused(RefusalReason.NotListed, "targets.json");
    }

    [Fact]
    public void A_file_of_another_role_signed_by_the_same_keys_is_refused()
    {
        _repository.Signers[MetadataRole.Timestamp] = _repository.Signers[MetadataRole.Snapshot];
        _repository.Versions[MetadataRole.Root] = 0;
        _repository.PublishRoot();
        _repository.PublishContent();
        _repository.Files["timestamp.json"] = _repository.Files["2.snapshot.json"];
        Refused(RefusalReason.Malformed, "timestamp.json").Sentence.Should().Contain("_type");
    }

    [Theory]
    [InlineData(MetadataRole.Timestamp, "timestamp.json")]
    [InlineData(MetadataRole.Snapshot, "1.snapshot.json")]
    [InlineData(MetadataRole.Targets, "1.targets.json")]
    public void A_file_of_more_bytes_than_allowed_is_refused_unread(MetadataRole role, string file)
    {
        MetadataLimits limits = role switch
        {
            MetadataRole.Timestamp => new() { TimestampBytes = 100 },
            MetadataRole.Snapshot => new() { SnapshotBytes = 100 },
            _ => new() { TargetsBytes = 100 },
        };
        Refusal refusal = TestClient.Refresh(_repository.Root, _repository.Files, limits: limits).Refusal!;
        (refusal.Reason, refusal.File).Should().Be((RefusalReason.TooLarge, file));
    }

    [Fact]
    public void Two_signatures_of_one_key_id_are_refused()
    {
        string file = System.Text.Encoding.UTF8.GetString(_repository.Files["timestamp.json"]);
        int start = file.IndexOf('{', 1), end = file.IndexOf('}', StringComparison.Ordinal) + 1;
        _repository.Files["timestamp.json"] = System.Text.Encoding.UTF8.GetBytes(file.Insert(end, "," + file[start..end]));
        Refused(RefusalReason.Malformed, "timestamp.json").Sentence.Should().Contain("two signatures");
    }

    [Fact]
    public void More_signatures_than_allowed_are_refused()
    {
        MetadataLimits limits = new() { Signatures = 1 };
        TestClient.Refresh(_repository.Root, _repository.Files, limits: limits).Refusal!.Sentence.Should().Contain("more than 1 signatures");
    }

    [Fact]
    public void A_repository_without_versions_in_its_names_is_read_too()
    {
        RootMetadata root = TestClient.Trusted(_repository).Root.Metadata with { ConsistentSnapshot = false };
        byte[] plain = TestRepository.Sign(root, _repository.Signers[MetadataRole.Root]);
        Dictionary<string, byte[]> files = new()
        {
            ["timestamp.json"] = _repository.Files["timestamp.json"],
            ["snapshot.json"] = _repository.Files["1.snapshot.json"],
            ["targets.json"] = _repository.Files["1.targets.json"],
        };
        TestClient.Refresh(plain, files).Refusal.Should().BeNull();
    }

    [Fact]
    public void Without_libcrypto_the_refusal_says_so()
    {
        Refusal refusal = FileCheck.CheckTally(new SignatureTally(1, 2, LacksLibrary: true), "timestamp.json", "the role timestamp")!;
        refusal.Reason.Should().Be(RefusalReason.NoLibrary);
        refusal.ToString().Should().Be(
            "timestamp.json: 1 of the 2 keys that the role timestamp needs signed it; others did with Ed25519, for which this machine lacks libcrypto 3.");
        FileCheck.CheckTally(new SignatureTally(2, 2, LacksLibrary: true), "timestamp.json", "the role timestamp").Should().BeNull();
    }

    [Fact]
    public void Steps_out_of_order_are_mistakes_of_the_caller()
    {
        RefreshMachine.Start(_repository.Root, MetadataDialect.Tuf, MetadataLimits.Default, TestRepository.Now, out TrustedSet? start);
        TrustedSet done = TestClient.Trusted(_repository);
        byte[] file = _repository.Files["timestamp.json"];
        foreach ((TrustedSet set, WantedFile wanted) in new (TrustedSet, WantedFile)[]
        {
            (start!, new WantedFile.Timestamp("timestamp.json", 1)),
            (start!, new WantedFile.Snapshot("1.snapshot.json", 1)),
            (start!, new WantedFile.Targets("1.targets.json", 1, DelegationChain.Top)),
            (done, new WantedFile.Root("2.root.json", 1)),
            (done, new WantedFile.Timestamp("timestamp.json", 1)),
            (done, new WantedFile.Snapshot("1.snapshot.json", 1)),
        })
        {
            FluentActions.Invoking(() => RefreshMachine.Apply(set, wanted, file, out _)).Should().Throw<InvalidOperationException>();
        }

        FluentActions.Invoking(() => RefreshMachine.Recall(done, file, file)).Should().Throw<InvalidOperationException>();
    }

    private Refusal Refused(RefusalReason reason, string file)
    {
        Refusal? refusal = TestClient.Refresh(_repository.Files["1.root.json"], _repository.Files).Refusal;
        refusal.Should().NotBeNull();
        (refusal!.Reason, refusal.File).Should().Be((reason, file));
        return refusal;
    }

    private static MetadataRole Other(MetadataRole role) => role == MetadataRole.Targets ? MetadataRole.Snapshot : MetadataRole.Targets;
}
