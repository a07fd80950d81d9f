using System.Security.Cryptography;
using System.Text;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Bundles.Verification;

public sealed class TargetSearchTests
{
    private readonly TestRepository _repository = TestRepository.Published();

    [Fact]
    public void The_top_role_comes_before_all_delegations()
    {
        Delegate("supplier", "gw/*", ("gw/fw-1.0.bin", "other"));
        Found("gw/fw-1.0.bin").Chain.Should().Be(DelegationChain.Top);
    }

    [Fact]
    public void The_first_delegation_is_trusted_most()
    {
        Delegate("first", "brake/*", ("brake/a.bin", "first"));
        Delegate("second", "brake/*", ("brake/a.bin", "second"), ("brake/b.bin", "b"));
        Found("brake/a.bin").Chain.Role.Value.Should().Be("first");
        Found("brake/b.bin").Chain.Role.Value.Should().Be("second");
    }

    [Fact]
    public void Depth_comes_before_breadth()
    {
        Delegate("first", "brake/*");
        Delegate("first-child", "brake/*", under: "first", targets: ("brake/a.bin", "child"));
        Delegate("second", "brake/*", ("brake/a.bin", "second"));
        Found("brake/a.bin").Chain.ToString().Should().Be("targets > first > first-child");
    }

    [Fact]
    public void What_a_role_describes_outside_its_paths_does_not_count()
    {
        Delegate("supplier", "brake/*", ("gw/fw-2.0.bin", "foreign"), ("brake/deep/a.bin", "deep"));
        Find("gw/fw-2.0.bin").Should().BeOfType<SearchResult.Absent>();
        Find("brake/deep/a.bin").Should().BeOfType<SearchResult.Absent>("* stands for no /");
    }

    [Fact]
    public void A_path_has_to_fit_all_along_the_chain()
    {
        Delegate("supplier", "brake/*");
        Delegate("child", "*/*", under: "supplier", targets: [("gw/fw-2.0.bin", "wide"), ("brake/a.bin", "a")]);
        Find("gw/fw-2.0.bin").Should().BeOfType<SearchResult.Absent>();
        Found("brake/a.bin");
    }

    [Fact]
    public void After_a_terminating_delegation_nobody_else_is_asked()
    {
        _repository.Delegations.Add(new TestDelegation("first", "brake/*") { Terminating = true });
        Delegate("second", "brake/*", ("brake/a.bin", "second"));
        Find("brake/a.bin").Should().BeOfType<SearchResult.Absent>();
    }

    [Fact]
    public void A_terminating_delegation_ends_what_is_further_up_too_and_still_asks_its_own_children()
    {
        Delegate("first", "brake/*");
        _repository.Delegations.Add(new TestDelegation("final", "brake/*") { Delegator = TestRepository.Role("first"), Terminating = true });
        Delegate("child", "brake/*", under: "final", targets: ("brake/c.bin", "child"));
        Delegate("second", "brake/*", ("brake/a.bin", "second"));
        Find("brake/a.bin").Should().BeOfType<SearchResult.Absent>();
        Found("brake/c.bin").Chain.Role.Value.Should().Be("child");
    }

    [Fact]
    public void A_terminating_delegation_about_other_images_ends_nothing()
    {
        _repository.Delegations.Add(new TestDelegation("first", "gw/*") { Terminating = true });
        Delegate("second", "brake/*", ("brake/a.bin", "second"));
        Found("brake/a.bin");
    }

    [Fact]
    public void A_delegation_for_other_hardware_is_passed_over()
    {
        TestDelegation supplier = new("supplier", "brake/*") { HardwareIds = [HardwareId.TryParse("brk-1")!] };
        supplier.Targets[TestRepository.Path("brake/a.bin")] = TestRepository.Entry("a");
        _repository.Delegations.Add(supplier);
        _repository.PublishContent();
        TestClient.Find(_repository, "brake/a.bin", "brk-1").Result.Should().BeOfType<SearchResult.Found>();
        TestClient.Find(_repository, "brake/a.bin", "brk-2").Result.Should().BeOfType<SearchResult.Absent>();
    }

    [Fact]
    public void A_delegation_by_hashes_of_paths_works()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("brake/a.bin")));
        TestDelegation bin = new("bin") { Prefixes = [hash[..2]] };
        bin.Targets[TestRepository.Path("brake/a.bin")] = TestRepository.Entry("a");
        _repository.Delegations.Add(bin);
        _repository.PublishContent();
        Found("brake/a.bin");
    }

    [Fact]
    public void Circles_end()
    {
        Delegate("a", "brake/*");
        Delegate("b", "brake/*", under: "a");
        _repository.Delegations.Add(new TestDelegation("a", "brake/*") { Delegator = TestRepository.Role("b"), Version = 1 });
        Find("brake/a.bin").Should().BeOfType<SearchResult.Absent>();
    }

    [Fact]
    public void A_search_looks_at_so_many_roles_and_no_more()
    {
        for (int i = 0; i < 40; i++) Delegate($"role-{i}", "brake/*");
        Delegate("last", "brake/*", ("brake/a.bin", "a"));
        Find("brake/a.bin").Should().BeOfType<SearchResult.Absent>().Which.Sentence.Should().Contain("33 roles");
    }

    [Fact]
    public void A_delegated_file_signed_by_others_than_the_delegator_says_is_refused()
    {
        Delegate("supplier", "brake/*", ("brake/a.bin", "a"));
        _repository.Delegations[^1].Signers = [TestKeys.P256("somebody else")];
        Refused("brake/a.bin").Reason.Should().Be(RefusalReason.BelowThreshold);
    }

    [Fact]
    public void Two_delegators_may_trust_different_keys_for_one_name()
    {
        Delegate("one", "brake/*");
        Delegate("two", "gw/*");
        _repository.Delegations.Add(new TestDelegation("shared", "brake/*") { Delegator = TestRepository.Role("one"), Listed = [TestKeys.P256("shared for one")] });
        TestDelegation right = new("shared", "gw/*") { Delegator = TestRepository.Role("two") };
        right.Targets[TestRepository.Path("gw/x.bin")] = TestRepository.Entry("x");
        right.Targets[TestRepository.Path("brake/x.bin")] = TestRepository.Entry("x");
        _repository.Delegations.Add(right); // Published last: its signature is on the file.
        _repository.PublishContent();

        (SearchResult? found, _) = TestClient.Find(_repository, "gw/x.bin");
        found.Should().BeOfType<SearchResult.Found>();
        Refused("brake/x.bin").Reason.Should().Be(RefusalReason.BelowThreshold, "the role one trusts another key, whoever loaded the file before");
    }

    [Fact]
    public void An_expired_or_missing_delegated_file_ends_the_search()
    {
        Delegate("supplier", "brake/*", ("brake/a.bin", "a"));
        _repository.Delegations[^1].Expires = TestRepository.Now;
        Refused("brake/a.bin").Reason.Should().Be(RefusalReason.Expired);
        _repository.Files.Remove("1.supplier.json");
        TestClient.Find(_repository, "brake/a.bin").Refusal!.Reason.Should().Be(RefusalReason.Missing);
    }

    [Fact]
    public void A_delegated_role_that_the_snapshot_does_not_list_ends_the_search()
    {
        _repository.ListChange = list => list.Remove("supplier.json");
        Delegate("supplier", "brake/*", ("brake/a.bin", "a"));
        _repository.PublishContent();
        _repository.Files["supplier.json"] = _repository.Files["1.supplier.json"];
        TestClient.Find(_repository, "brake/a.bin").Refusal!.Reason.Should().Be(RefusalReason.NotListed);
    }

    [Fact]
    public void Nobody_can_hand_in_a_role_that_nobody_delegated_to()
    {
        TrustedSet set = TestClient.Trusted(_repository);
        _repository.ListChange = list => list["stray.json"] = new FileReference(1, null, null);
        _repository.PublishContent();
        set = TestClient.Trusted(_repository);
        WantedFile stray = new WantedFile.Targets("1.stray.json", 1, new DelegationChain(DelegationChain.Top, TestRepository.Role("stray")));
        RefreshMachine.Apply(set, stray, _repository.Files["2.targets.json"], out _)!.Reason.Should().Be(RefusalReason.NotListed);
    }

    private void Delegate(string name, string pattern, params (string Path, string Content)[] targets) => Delegate(name, pattern, "targets", targets);

    private void Delegate(string name, string pattern, string under, params (string Path, string Content)[] targets)
    {
        TestDelegation made = new(name, pattern) { Delegator = under == "targets" ? RoleName.Targets : TestRepository.Role(under) };
        foreach ((string path, string content) in targets) made.Targets[TestRepository.Path(path)] = TestRepository.Entry(content);
        _repository.Delegations.Add(made);
    }

    private SearchResult Find(string path)
    {
        _repository.PublishContent();
        (SearchResult? result, Refusal? refusal) = TestClient.Find(_repository, path);
        refusal.Should().BeNull();
        return result!;
    }

    private SearchResult.Found Found(string path) => Find(path).Should().BeOfType<SearchResult.Found>().Subject;

    private Refusal Refused(string path)
    {
        _repository.PublishContent();
        (_, Refusal? refusal) = TestClient.Find(_repository, path);
        return refusal!;
    }
}
