using Google.Protobuf;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Tests.Vehicles.Inventories;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Vehicles.Contacts;
using Ota.Testing;
using Verdict = Ota.Payloads.V1.ProofReply.Types.Verdict;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>Only a signed inventory with the backend's own nonce confirms, and nothing that is forged, old, foreign or partial changes anything.</summary>
public sealed class ProofDeskTests : IAsyncLifetime
{
    private JobServer _server = null!;

    public async Task InitializeAsync() => _server = await JobServer.StartAsync(new ManualTime(Samples.Noon));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_inventory_with_the_nonce_and_every_target_confirms()
    {
        await _server.ReportAsync(JobState.Committed);
        ProofReply reply = await _server.ProveAsync(_server.Inventory(5, JobServer.Nonce, _server.Updated));
        (reply.Rollout, reply.Offer, reply.Verdict).Should().Be((Reports.Rollout, 1u, Verdict.Confirmed));
        reply.Differing.Should().BeEmpty();
        Install install = await _server.InstallAsync();
        (install.State, install.Found!.Counter, install.Found.IsFresh).Should().Be((InstallState.Confirmed, 5ul, true));
        install.Nonce.Should().NotBe(JobServer.Nonce).And.HaveLength(32);
        KnownContact contact = (await _server.Get<ContactStore>().FindAsync(1, default))!;
        (contact.Row.InventoryState, contact.Row.InventoryCounter).Should().Be(((long)InventoryState.Proven, 5), "it is an inventory like any other");
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 1))).NoJob.Reason.Should().Be("ended");
    }

    [Fact]
    public async Task The_same_bytes_get_the_same_verdict_although_their_nonce_is_used_up()
    {
        await _server.ReportAsync(JobState.Committed);
        OtaReport proof = _server.Proof(_server.Inventory(5, JobServer.Nonce, _server.Updated));
        ProofReply first = (await _server.AskAsync(proof)).ProofReply;
        long events = await _server.EventsAsync();
        (await _server.AskAsync(proof)).ProofReply.Should().Be(first);
        (await _server.EventsAsync()).Should().Be(events);
        // A birth with something newer in between does not change what was proven.
        await _server.TakeAsync("inv", _server.Proof(_server.Inventory(6, "", _server.Updated)).Proof.Inventory.ToByteArray());
        (await _server.AskAsync(proof)).ProofReply.Verdict.Should().Be(Verdict.Confirmed);
    }

    [Fact]
    public async Task A_proof_whose_first_half_was_stored_before_a_crash_is_judged_when_it_comes_again()
    {
        await _server.ReportAsync(JobState.Committed);
        OtaReport proof = _server.Proof(_server.Inventory(5, JobServer.Nonce, _server.Updated));
        await _server.TakeAsync("inv", proof.Proof.Inventory.ToByteArray()); // What is stored of it when the server dies in between.
        (await _server.InstallAsync()).State.Should().Be(InstallState.Committed);
        (await _server.AskAsync(proof)).ProofReply.Verdict.Should().Be(Verdict.Confirmed);
    }

    [Fact]
    public async Task A_liar_is_told_which_ECUs_differ()
    {
        await _server.ReportAsync(JobState.Committed);
        OtaReport proof = _server.Proof(_server.Inventory(5, JobServer.Nonce, _server.Battery));
        ProofReply reply = (await _server.AskAsync(proof)).ProofReply;
        reply.Verdict.Should().Be(Verdict.Discrepant);
        reply.Differing.Should().Equal("bms-1");
        (await _server.InstallAsync()).State.Should().Be(InstallState.Discrepant);
        (await _server.AskAsync(proof)).ProofReply.Should().Be(reply);
        Job job = (await _server.AskAsync(Reports.Wanted())).Job;
        (job.WantsProof, job.Nonce).Should().Be((true, reply.Nonce), "it may have been repaired meanwhile");
        string nonce = Convert.ToHexStringLower(reply.Nonce.Span);
        (await _server.ProveAsync(_server.Inventory(6, nonce, _server.Updated))).Verdict.Should().Be(Verdict.Confirmed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("000102030405060708090a0b0c0d0eff")]
    public async Task Without_the_nonce_it_is_stale_and_the_right_one_is_in_the_answer(string nonce)
    {
        await _server.ReportAsync(JobState.Committed);
        ProofReply reply = await _server.ProveAsync(_server.Inventory(5, nonce, _server.Updated));
        (reply.Verdict, Convert.ToHexStringLower(reply.Nonce.Span)).Should().Be((Verdict.Stale, JobServer.Nonce));
        (await _server.InstallAsync()).State.Should().Be(InstallState.Committed);
        (await _server.ProveAsync(_server.Inventory(6, JobServer.Nonce, _server.Updated))).Verdict.Should().Be(Verdict.Confirmed);
    }

    [Fact]
    public async Task A_used_nonce_proves_nothing_again()
    {
        await _server.ReportAsync(JobState.Committed);
        await _server.ProveAsync(_server.Inventory(5, JobServer.Nonce, _server.Battery));
        ProofReply reply = await _server.ProveAsync(_server.Inventory(6, JobServer.Nonce, _server.Updated));
        reply.Verdict.Should().Be(Verdict.Stale);
        (await _server.InstallAsync()).State.Should().NotBe(InstallState.Confirmed);
    }

    [Fact]
    public async Task A_proof_before_the_word_that_it_is_done_ends_the_same()
    {
        await _server.ReportAsync(JobState.SelfTest);
        ProofReply early = await _server.ProveAsync(_server.Inventory(5, JobServer.Nonce, _server.Updated));
        early.Verdict.Should().Be(Verdict.Stale, "what a self-test shows may still be taken back");
        (await _server.ReportAsync(JobState.Committed)).WantsProof.Should().BeFalse("it has shown it");
        (await _server.InstallAsync()).State.Should().Be(InstallState.Confirmed);
        (await _server.ProveAsync(_server.Inventory(6, Convert.ToHexStringLower(early.Nonce.Span), _server.Updated))).Verdict.Should().Be(Verdict.Confirmed);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("tampered")]
    [InlineData("foreign")]
    [InlineData("partial")]
    [InlineData("unknown_ecu")]
    [InlineData("replayed")]
    public async Task What_does_not_hold_is_refused_alarmed_and_changes_nothing(string attack)
    {
        await _server.TakeAsync("inv", _server.Proof(_server.Inventory(9, "", _server.Battery)).Proof.Inventory.ToByteArray());
        await _server.ReportAsync(JobState.Committed);
        byte[] bytes = attack switch
        {
            "forged" => Forge(),
            "tampered" => Tamper(_server.Inventory(10, JobServer.Nonce, _server.Updated)),
            "foreign" => _server.Gateway.Inventory(Vid.TryParse(new string('1', 32))!.Value, 10, _server.Updated),
            "partial" => _server.Inventory(10, JobServer.Nonce),
            "unknown_ecu" => _server.Inventory(10, JobServer.Nonce, _server.Updated, SigningEcu.Secondary("abs-1")),
            _ => _server.Inventory(8, JobServer.Nonce, _server.Updated),
        };
        OtaReport proof = _server.Proof(bytes);
        (await _server.TakeAsync(proof)).Should().Be(UpReceipt.Stored);
        ProofReply reply = _server.Sent.Next().ProofReply;
        (reply.Verdict, Convert.ToHexStringLower(reply.Nonce.Span)).Should().Be((Verdict.Refused, JobServer.Nonce), "a forger uses no nonce up");
        Install install = await _server.InstallAsync();
        (install.State, install.Refusals).Should().Be((InstallState.Committed, 1));
        KnownContact contact = (await _server.Get<ContactStore>().FindAsync(1, default))!;
        contact.Row.InventoryState.Should().Be((long)InventoryState.Refused, "a vehicle of which this is so gets no new targets");
        (await _server.Get<Ota.Server.Vehicles.VehicleStore>().EventsAsync(1, 1, 100, default))[^1].Kind.Should().Be(VehicleEventKind.InventoryAlarm);
        (await _server.Director.Server.Http.GetStringAsync("/metrics")).Should().Contain("ota_rollouts_proofs_total{verdict=\"refused\"} 1");

        // An honest one afterwards is taken.
        (await _server.ProveAsync(_server.Inventory(11, JobServer.Nonce, _server.Updated))).Verdict.Should().Be(Verdict.Confirmed);
    }

    [Fact]
    public async Task Many_forgeries_fill_no_ledger()
    {
        await _server.ReportAsync(JobState.Committed);
        long events = await _server.EventsAsync();
        for (int i = 0; i < 20; i++) (await _server.ProveAsync(Forge())).Verdict.Should().Be(Verdict.Refused);
        (await _server.EventsAsync()).Should().Be(events + ContactChange.MostAlarms);
    }

    [Fact]
    public async Task A_proof_for_no_job_is_taken_as_an_inventory()
    {
        OtaReport unknown = _server.Proof(_server.Inventory(5, JobServer.Nonce, _server.Updated));
        unknown.Proof.Rollout = "ffffffffffff";
        (await _server.AskAsync(unknown)).ProofReply.Verdict.Should().Be(Verdict.Unknown);
        OtaReport other = _server.Proof(_server.Inventory(6, JobServer.Nonce, _server.Updated));
        other.Proof.Offer = 2;
        (await _server.AskAsync(other)).ProofReply.Verdict.Should().Be(Verdict.Unknown);
        (await _server.Get<ContactStore>().FindAsync(1, default))!.Row.InventoryCounter.Should().Be(6);
        (await _server.InstallAsync()).State.Should().NotBe(InstallState.Confirmed);
    }

    [Fact]
    public async Task What_a_revoked_vehicle_has_installed_all_the_same_is_confirmed()
    {
        await _server.SetAsync(RolloutState.Revoked);
        await _server.ApplyAsync(new InstallEvent.Revoked());
        await _server.ReportAsync(JobState.Committed);
        (await _server.ProveAsync(_server.Inventory(5, JobServer.Nonce, _server.Updated))).Verdict.Should().Be(Verdict.Confirmed);
    }

    [Fact]
    public async Task Use_after_the_proof_reaches_the_confirmed_install_though_the_vehicle_has_no_job()
    {
        await _server.ReportAsync(JobState.Committed);
        OtaReport proof = _server.Proof(_server.Inventory(5, JobServer.Nonce, _server.Updated));
        proof.Use = new Use { IgnitionCycles = 100, OdometerM = 1000 };
        await _server.AskAsync(proof);
        OtaReport asked = Reports.Wanted();
        asked.Use = new Use { IgnitionCycles = 105, OdometerM = 30_000 };
        (await _server.AskAsync(asked)).NoJob.Reason.Should().Be("none");
        (await _server.InstallAsync()).Use.Should().Be(new VehicleUse(105, 30_000));
    }

    // As a thief of the certificate would, with keys of its own.
    private byte[] Forge() =>
        (_server.Gateway with { Key = SigningEcu.Primary().Key }).Inventory(_server.Car, 10, _server.Updated with { Key = SigningEcu.Primary().Key });

    private static byte[] Tamper(byte[] signed)
    {
        SignedInventory whole = SignedInventory.Parser.ParseFrom(signed);
        Inventory inventory = Inventory.Parser.ParseFrom(whole.Inventory);
        inventory.Counter++;
        whole.Inventory = inventory.ToByteString();
        return whole.ToByteArray();
    }
}
