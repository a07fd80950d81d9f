using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Tests.Director;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>What a vehicle gets for its questions after its job, and for its reports.</summary>
public sealed class JobDeskTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(Samples.Noon);
    private JobServer _server = null!;

    public async Task InitializeAsync() => _server = await JobServer.StartAsync(_time);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_job_comes_with_metadata_that_verifies()
    {
        Job job = (await _server.AskAsync(Reports.Wanted())).Job;
        (job.Rollout, job.Offer, job.Bundle, job.ManifestPath).Should().Be((Reports.Rollout, 1u, _server.Bundle, $"bundles/{_server.Bundle}.json"));
        (Convert.ToHexStringLower(job.Nonce.Span), job.WantsProof, job.IsStopped).Should().Be((JobServer.Nonce, false, false));
        DateTimeOffset.FromUnixTimeMilliseconds(job.ExpiresMs).Should().Be(_time.GetUtcNow().AddDays(90));
        TargetsMetadata targets = DirectorClient.TargetsOf(Refresh(job));
        targets.VehicleId.Should().Be(_server.Car.Value);
        targets.Targets.Should().ContainSingle().Which.Value.Hashes.Sha256.Should().Be(_server.Updated.Digest);
    }

    [Fact]
    public async Task Who_has_the_job_gets_no_metadata_again_and_who_has_an_older_one_does()
    {
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 1))).Job.Director.Should().BeEmpty();
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 2))).Job.Director.Should().HaveCount(4);
        (await _server.AskAsync(Reports.Wanted("ffffffffffff", 1))).Job.Director.Should().HaveCount(4);
    }

    [Theory]
    [InlineData(RolloutState.Paused, true)]
    [InlineData(RolloutState.Held, true)]
    [InlineData(RolloutState.Running, false)]
    public async Task A_stopped_rollout_keeps_its_jobs_and_says_so(RolloutState state, bool isStopped)
    {
        await _server.SetAsync(state);
        (await _server.AskAsync(Reports.Wanted())).Job.IsStopped.Should().Be(isStopped);
        (await _server.ReportAsync(JobState.Downloading)).IsStopped.Should().Be(isStopped);
    }

    [Theory]
    [InlineData(RolloutState.Revoked, "revoked")]
    [InlineData(RolloutState.Halted, "revoked")]
    [InlineData(RolloutState.Completed, "ended")]
    public async Task An_ended_rollout_takes_the_job_from_who_has_not_begun(RolloutState state, string reason)
    {
        await _server.SetAsync(state); // Before the controller has told its installs.
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 1))).NoJob.Reason.Should().Be(reason);
        await _server.ReportAsync(JobState.Installing);
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 1))).Job.IsStopped.Should().BeTrue("it goes on to an end");
    }

    [Fact]
    public async Task A_revoked_install_is_no_job_and_one_that_began_all_the_same_can_prove_it()
    {
        await _server.SetAsync(RolloutState.Revoked);
        await _server.ApplyAsync(new InstallEvent.Revoked());
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 1))).NoJob.Reason.Should().Be("revoked");
        (await _server.AskAsync(Reports.Wanted())).NoJob.Reason.Should().BeOneOf("none", "revoked");
        StatusReply reply = await _server.ReportAsync(JobState.Committed);
        (reply.Stands, reply.WantsProof, reply.IsStopped, Convert.ToHexStringLower(reply.Nonce.Span)).Should().Be((true, true, true, JobServer.Nonce));
    }

    [Fact]
    public async Task A_withdrawn_bundle_is_no_job()
    {
        _server.Director.Withdraw(_server.Bundle);
        (await _server.AskAsync(Reports.Wanted())).NoJob.Reason.Should().Be("withdrawn");
        await _server.ReportAsync(JobState.Installing);
        (await _server.AskAsync(Reports.Wanted())).Job.ManifestPath.Should().BeEmpty("it goes on to an end");
    }

    [Fact]
    public async Task A_vehicle_without_a_job_gets_none()
    {
        await _server.ReportAsync(JobState.Declined, change: status => status.Reason = new Failure { Family = FailureFamily.User });
        (await _server.AskAsync(Reports.Wanted())).NoJob.Reason.Should().Be("none");
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 1))).NoJob.Reason.Should().Be("ended");
        (await _server.AskAsync(Reports.Wanted("ffffffffffff", 1))).NoJob.Reason.Should().Be("none");
    }

    [Fact]
    public async Task Asking_often_says_once_that_it_lives()
    {
        long before = await _server.EventsAsync();
        for (int i = 0; i < 5; i++) await _server.AskAsync(Reports.Wanted());
        (await _server.EventsAsync()).Should().Be(before + 1);
        (await _server.InstallAsync()).HeardAt.Should().Be(_time.GetUtcNow());
        _time.Advance(TimeSpan.FromHours(5));
        await _server.AskAsync(Reports.Wanted());
        (await _server.InstallAsync()).HeardAt.Should().Be(_time.GetUtcNow());
    }

    [Fact]
    public async Task A_status_moves_the_install_and_its_answer_says_how_it_stands()
    {
        StatusReply reply = await _server.ReportAsync(JobState.Downloading);
        (reply.Rollout, reply.Offer, reply.Attempt, reply.Seq).Should().Be((Reports.Rollout, 1u, 1u, 1ul));
        (reply.Stands, reply.WantsProof, reply.IsStopped, reply.RetryAfterS).Should().Be((true, false, false, 0u));
        (await _server.InstallAsync()).State.Should().Be(InstallState.Downloading);
        (await _server.ReportAsync(JobState.Committed)).WantsProof.Should().BeTrue();
        (await _server.AskAsync(Reports.Wanted(Reports.Rollout, 1))).Job.WantsProof.Should().BeTrue("also for who missed that answer");
    }

    [Fact]
    public async Task A_repeated_or_late_status_changes_nothing_and_gets_the_same_answer()
    {
        OtaReport late = Reports.Status(JobState.Downloading, seq: 1);
        OtaReport report = Reports.Status(JobState.Verified, seq: 2);
        OtaCommand first = await _server.AskAsync(report);
        (await _server.TakeAsync(report)).Should().Be(UpReceipt.Repeated);
        _server.Sent.Next().Should().Be(first);
        (await _server.AskAsync(late)).StatusReply.Stands.Should().BeTrue();
        (await _server.InstallAsync()).State.Should().Be(InstallState.Verified);
    }

    [Fact]
    public async Task After_a_link_that_failed_it_hears_when_to_try_again()
    {
        StatusReply reply = await _server.ReportAsync(JobState.RolledBack, change: status => status.Reason = new Failure { Family = FailureFamily.Network });
        (reply.Stands, reply.RetryAfterS).Should().Be((true, (uint)new Core.Rollouts.Policies.RolloutPolicy().Backoff.TotalSeconds));
    }

    [Fact]
    public async Task A_status_of_a_job_that_nobody_knows_does_not_stand()
    {
        OtaReport report = Reports.Status();
        report.Status.Rollout = "ffffffffffff";
        (await _server.TakeAsync(report)).Outcome.Should().Be("unknown_job");
        _server.Sent.Next().StatusReply.Stands.Should().BeFalse();
        OtaReport other = Reports.Status();
        other.Status.Offer = 2;
        (await _server.AskAsync(other)).StatusReply.Stands.Should().BeFalse();
        (await _server.InstallAsync()).State.Should().Be(InstallState.Offered);
    }

    [Fact]
    public async Task What_cannot_be_read_is_acknowledged_without_an_answer()
    {
        (await _server.TakeAsync("ota", [0xff])).Outcome.Should().Be("malformed");
        FluentActions.Invoking(_server.Sent.Next).Should().Throw<InvalidOperationException>();
    }

    private TrustedSet Refresh(Job job)
    {
        Dictionary<string, byte[]> files = job.Director.ToDictionary(file => file.Name, file => file.Content.ToByteArray());
        RefreshMachine.Start(_server.Director.Root, MetadataDialect.Tuf, MetadataLimits.Default, _time.GetUtcNow(), out TrustedSet? set).Should().BeNull();
        while (RefreshMachine.Next(set!) is { } wanted)
            RefreshMachine.Apply(set!, wanted, files.GetValueOrDefault(wanted.FileName), out set).Should().BeNull();
        return set!;
    }
}
