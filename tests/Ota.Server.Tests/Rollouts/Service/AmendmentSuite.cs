using Grpc.Core;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Tests.Storage;
using Ota.Testing;
using static Ota.Server.Tests.Rollouts.Service.RolloutServer;

namespace Ota.Server.Tests.Rollouts.Service;

public abstract class AmendmentSuite() : RolloutsSuite(vehicles: 60)
{
    // Fleet: the years 2018 to 2022 in turn.
    private const string First = "year < 2021";

    [Fact]
    public async Task Vehicles_that_come_late_count_from_the_approval_on_in_a_wave_after_all_others()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"), First);
        await Ben.StartRolloutAsync(new() { Name = rollout.Name });
        V1.Rollout proposed = await ProposeAsync(Anna, rollout, "year > 0", "late deliveries");
        (proposed.Population, BooksOf(proposed), proposed.Waves.Count).Should().Be((36, 36, 3), "nobody has approved");
        (proposed.Amendment.Vehicles, proposed.Amendment.Author, proposed.Amendment.Reason).Should().Be((24, "operators/anna", "late deliveries"));
        proposed.Amendment.Verdicts.Sum(verdict => verdict.Vehicles).Should().Be(24);
        proposed.ApprovalStatement.ToStringUtf8().Should().Contain(proposed.Amendment.PopulationDigest);
        (await Anna.ListInstallsAsync(new() { Name = rollout.Name, PageSize = 100 })).Installs.Should().HaveCount(36);
        (await Anna.ListRolloutsAsync(new())).Rollouts.Should().ContainSingle("what waits shows nowhere else");
        (await Anna.ExplainVehicleAsync(new() { Vehicle = new() { Vid = await Server.VidOfAsync(3) } })).Installs.Should().BeEmpty();

        V1.Rollout amended = await Ben.ApproveRolloutAsync(Sign(proposed, Server.Ben));
        (amended.Population, BooksOf(amended), amended.PopulationDigest).Should().Be((60, 60, proposed.Amendment.PopulationDigest));
        amended.Amendment.Should().BeNull();
        amended.Waves.Select(wave => (wave.Wave_, wave.Vehicles)).Should().Equal((0, 0), (1, 20), (2, 16), (3, 24));
        amended.Verdicts.Sum(verdict => verdict.Vehicles).Should().Be(60);
        amended.Approvals.Should().HaveCount(2);
        amended.Events.Select(line => line.Kind).Should().Contain("amended");
        (await Anna.ListInstallsAsync(new() { Name = rollout.Name, PageSize = 100 })).Installs.Count(install => install.Wave == 3).Should().Be(24);
        (await Server.CountAsync("rollouts")).Should().Be(1);
    }

    [Fact]
    public async Task Nobody_approves_his_own_amendment_and_the_author_of_the_rollout_may_approve_anothers()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"), First);
        V1.Rollout proposed = await ProposeAsync(Ben, rollout, "year > 0", "late deliveries");
        RpcException refused = await RefusedAsync(() => Ben.ApproveRolloutAsync(Sign(proposed, Server.Ben)));
        (refused.StatusCode, refused.Status.Detail).Should().Be(
            (StatusCode.FailedPrecondition, "ben proposed this amendment, and nobody approves his own: let another approver sign."));
        (await Anna.ApproveRolloutAsync(Sign(proposed, Server.Anna))).Population.Should().Be(60);
    }

    [Fact]
    public async Task A_later_proposal_replaces_the_one_that_waits_and_its_signature_with_it()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"), First);
        V1.Rollout first = await ProposeAsync(Anna, rollout, "year = 2021", "first try");
        V1.ApproveRolloutRequest late = Sign(first, Server.Ben);
        V1.Rollout second = await ProposeAsync(Anna, rollout, "year = 2022", "second try");
        (second.Amendment.Reason, second.Amendment.Vehicles).Should().Be(("second try", 12));
        (await RefusedAsync(() => Ben.ApproveRolloutAsync(late))).Status.Detail.Should().Contain("is not about this rollout as it is frozen");
        (await Server.Get<FreezeSweeper>().SweepAsync(Server.Time.GetUtcNow(), default)).Should().Be(1, "the vehicles of the first try wait for nothing");
        V1.Rollout amended = await Ben.ApproveRolloutAsync(Sign(second, Server.Ben));
        (amended.Population, BooksOf(amended)).Should().Be((48, 48));
        (await Server.CountAsync("installs")).Should().Be(48);
    }

    [Fact]
    public async Task What_waits_for_a_rollout_that_has_ended_is_cleared_away()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"), First);
        V1.Rollout proposed = await ProposeAsync(Anna, rollout, "year > 0", "late deliveries");
        FreezeSweeper sweeper = Server.Get<FreezeSweeper>();
        (await sweeper.SweepAsync(Server.Time.GetUtcNow().AddDays(30), default)).Should().Be(0, "it waits for approval as long as that takes");
        await Ben.CancelRolloutAsync(new() { Name = rollout.Name, Reason = "not needed" });
        (await sweeper.SweepAsync(Server.Time.GetUtcNow(), default)).Should().Be(1);
        (await RefusedAsync(() => Ben.ApproveRolloutAsync(Sign(proposed, Server.Ben)))).StatusCode.Should().Be(StatusCode.FailedPrecondition);
        (await Server.CountAsync("installs")).Should().Be(36);
    }

    [Fact]
    public async Task What_an_amendment_cannot_be_is_refused_with_what_to_do()
    {
        string bundle = Server.Stage("gw-7");
        V1.Rollout draft = await Server.DraftAsync(bundle, First);
        (await DetailAsync(draft, "year > 0")).Should().Contain("draft");
        V1.Rollout approved = await Ben.ApproveRolloutAsync(Sign(draft, Server.Ben));
        (await DetailAsync(approved, First)).Should().Contain("means no vehicle", "all of these are in it");
        await Ben.CancelRolloutAsync(new() { Name = approved.Name, Reason = "not needed" });
        (await DetailAsync(approved, "year > 0")).Should().Contain("cancelled");
        V1.CreateRolloutRequest request = new() { Rollout = approved.Name, Specification = new() { Title = "x", Filter = "year > 0" } };
        RpcException wrong = await RefusedAsync(() => AmendAsync(Anna, request));
        wrong.StatusCode.Should().Be(StatusCode.InvalidArgument);
        wrong.Status.Detail.Should().Contain("reason:").And.Contain("specification:");
    }

    private static Task<V1.Rollout> ProposeAsync(V1.Rollouts.RolloutsClient client, V1.Rollout rollout, string filter, string reason) => AmendAsync(
        client, new V1.CreateRolloutRequest { Rollout = rollout.Name, Reason = reason, Specification = new() { Filter = filter } });

    private async Task<string> DetailAsync(V1.Rollout rollout, string filter)
    {
        RpcException refused = await RefusedAsync(() => ProposeAsync(Anna, rollout, filter, "late"));
        refused.StatusCode.Should().Be(StatusCode.FailedPrecondition);
        return refused.Status.Detail;
    }
}

public sealed class SqliteAmendmentTests : AmendmentSuite;

[Collection(nameof(PostgresTests))]
public sealed class PostgresAmendmentTests(PostgresServer server) : AmendmentSuite
{
    protected override string[] Args() => On(server);
}
