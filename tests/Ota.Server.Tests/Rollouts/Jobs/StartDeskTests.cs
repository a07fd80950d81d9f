using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Policies;
using Ota.Payloads.V1;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>Leave to begin: durable before it is given, signed for one vehicle and offer, and none after a stop.</summary>
public sealed class StartDeskTests
{
    private readonly ManualTime _time = new(Samples.Noon);

    [Fact]
    public async Task A_permit_verifies_by_the_Directors_root_and_for_this_vehicle_and_offer_only()
    {
        await using JobServer server = await JobServer.StartAsync(_time);
        StartReply reply = (await server.AskAsync(Reports.Start())).StartReply;
        (reply.Rollout, reply.Offer, reply.Go, reply.Reason).Should().Be((Reports.Rollout, 1u, true, ""));
        (await server.InstallAsync()).PermitUntil.Should().Be(Samples.Noon.AddHours(24));
        Permit permit = Permit.Parser.ParseFrom(reply.Permit.Permit);
        (permit.MadeMs, permit.UntilMs).Should().Be((Samples.Noon.ToUnixTimeMilliseconds(), Samples.Noon.AddHours(24).ToUnixTimeMilliseconds()));

        byte[] root = server.Director.Root;
        byte[] vid = Convert.FromHexString(server.Car.Value);
        bool Holds(SignedPermit signed, byte[]? vehicle = null, string? rollout = null, uint offer = 1, string? bundle = null) => PermitCheck.Holds(
            signed, root, vehicle ?? vid, rollout ?? Reports.Rollout, offer, bundle ?? server.Bundle, Samples.Noon.AddHours(1));

        Holds(reply.Permit).Should().BeTrue();
        Holds(reply.Permit, vehicle: RandomNumberGenerator.GetBytes(16)).Should().BeFalse();
        Holds(reply.Permit, rollout: "ffffffffffff").Should().BeFalse();
        Holds(reply.Permit, offer: 2).Should().BeFalse();
        Holds(reply.Permit, bundle: new string('0', 64)).Should().BeFalse();
        SignedPermit longer = new(reply.Permit) { Permit = new Permit(permit) { UntilMs = permit.UntilMs + 1 }.ToByteString() };
        Holds(longer).Should().BeFalse();
        SignedPermit other = new(reply.Permit);
        other.Signature.KeyId = ByteString.CopyFrom(new byte[32]);
        Holds(other).Should().BeFalse();
        PermitCheck.Holds(reply.Permit, root, vid, Reports.Rollout, 1, server.Bundle, Samples.Noon.AddHours(24)).Should().BeFalse("it has ended");
    }

    [Fact]
    public async Task Asking_again_gives_the_same_leave_and_fills_no_ledger()
    {
        await using JobServer server = await JobServer.StartAsync(_time);
        OtaCommand first = await server.AskAsync(Reports.Start());
        long events = await server.EventsAsync();
        for (int i = 0; i < 5; i++)
        {
            StartReply again = (await server.AskAsync(Reports.Start())).StartReply;
            again.Permit.Permit.Should().BeEquivalentTo(first.StartReply.Permit.Permit);
        }

        (await server.EventsAsync()).Should().Be(events);
        _time.Advance(TimeSpan.FromHours(13));
        Permit renewed = Permit.Parser.ParseFrom((await server.AskAsync(Reports.Start())).StartReply.Permit.Permit);
        renewed.UntilMs.Should().Be(_time.GetUtcNow().AddHours(24).ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(RolloutState.Paused, "stopped")]
    [InlineData(RolloutState.Held, "stopped")]
    [InlineData(RolloutState.Revoked, "revoked")]
    [InlineData(RolloutState.Halted, "revoked")]
    public async Task Nobody_begins_after_a_stop(RolloutState state, string reason)
    {
        await using JobServer server = await JobServer.StartAsync(_time);
        await server.SetAsync(state);
        StartReply reply = (await server.AskAsync(Reports.Start())).StartReply;
        (reply.Go, reply.Reason, reply.Permit is null).Should().Be((false, reason, true));
        (await server.InstallAsync()).PermitUntil.Should().BeNull();
    }

    [Fact]
    public async Task A_stop_between_question_and_answer_counts()
    {
        TaskCompletionSource<JobServer> started = new();
        int looks = 0;
        async Task<StagedBundle?> StopAtFirstLook(string digest)
        {
            if (started.Task.IsCompleted && Interlocked.Increment(ref looks) == 1) await (await started.Task).SetAsync(RolloutState.Revoked);
            return new StagedBundle(digest, []);
        }

        await using JobServer server = await JobServer.StartAsync(_time, services: all =>
        {
            FindStagedBundle known = (FindStagedBundle)all.Last(one => one.ServiceType == typeof(FindStagedBundle)).ImplementationInstance!;
            all.AddSingleton<FindStagedBundle>((digest, stop) => started.Task.IsCompleted ? StopAtFirstLook(digest) : known(digest, stop));
        });
        started.SetResult(server);
        StartReply reply = (await server.AskAsync(Reports.Start())).StartReply;
        (reply.Go, reply.Reason, reply.Permit is null).Should().Be((false, "revoked", true));
        looks.Should().Be(2, "it is looked at again when the permit is durable");
    }

    [Fact]
    public async Task The_hours_of_the_market_and_a_withdrawn_bundle_keep_it_from_beginning()
    {
        await using JobServer server = await JobServer.StartAsync(_time, new RolloutPolicy { Windows = [new DayWindow(22 * 60, 5 * 60)] });
        (await server.AskAsync(Reports.Start())).StartReply.Reason.Should().Be("hours");
        _time.Advance(TimeSpan.FromHours(9)); // 22:00 in Germany.
        Permit permit = Permit.Parser.ParseFrom((await server.AskAsync(Reports.Start())).StartReply.Permit.Permit);
        permit.UntilMs.Should().Be(_time.GetUtcNow().AddHours(7).ToUnixTimeMilliseconds(), "at five it is too late also without contact");
        server.Director.Withdraw(server.Bundle);
        (await server.AskAsync(Reports.Start())).StartReply.Reason.Should().Be("withdrawn");
    }

    [Fact]
    public async Task A_further_attempt_begins_when_its_time_has_come_whether_or_not_the_controller_has_looked()
    {
        await using JobServer server = await JobServer.StartAsync(_time);
        StatusReply reply = await server.ReportAsync(JobState.RolledBack, change: status => status.Reason = new Failure { Family = FailureFamily.Network });
        (await server.AskAsync(Reports.Start(2))).StartReply.Reason.Should().Be("too_early");
        (await server.AskAsync(Reports.Start(1))).StartReply.Reason.Should().Be("other_attempt");
        _time.Advance(TimeSpan.FromSeconds(reply.RetryAfterS));
        (await server.AskAsync(Reports.Start(2))).StartReply.Go.Should().BeTrue();
    }

    [Fact]
    public async Task Who_has_begun_goes_on_without_a_permit()
    {
        await using JobServer server = await JobServer.StartAsync(_time);
        await server.ReportAsync(JobState.Installing);
        StartReply reply = (await server.AskAsync(Reports.Start())).StartReply;
        (reply.Go, reply.Permit is null).Should().Be((true, true));
    }

    [Fact]
    public async Task A_job_that_nobody_knows_does_not_begin()
    {
        await using JobServer server = await JobServer.StartAsync(_time);
        OtaReport report = Reports.Start();
        report.StartRequest.Rollout = "ffffffffffff";
        (await server.TakeAsync(report)).Outcome.Should().Be("unknown_job");
        server.Sent.Next().StartReply.Reason.Should().Be("unknown");
    }
}
