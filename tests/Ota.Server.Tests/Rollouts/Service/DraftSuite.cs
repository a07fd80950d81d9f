using Google.Rpc;
using Grpc.Core;
using Ota.Server.Tests.Storage;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;
using static Ota.Server.Tests.Rollouts.Service.RolloutServer;

namespace Ota.Server.Tests.Rollouts.Service;

public abstract class DraftSuite() : RolloutsSuite(vehicles: 120)
{
    [Fact]
    public async Task A_draft_has_a_verdict_for_every_vehicle_and_its_books_sum_to_the_population()
    {
        string bundle = Server.Stage("gw-7");
        await Server.ProveAsync(new string('a', 64), [.. Enumerable.Range(1, 90).Select(i => (long)i)]);
        await Server.ProveAsync(bundle, 91, 92, 93);
        V1.Vehicles.VehiclesClient vehicles = new(Server.Server.Channel(Server.Server.Admin));
        await vehicles.SetVehicleStatusAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(94) }, Status = V1.VehicleStatus.Scrapped, Reason = "fire" });

        V1.Rollout draft = await Server.DraftAsync(bundle);
        (draft.State, draft.Population, draft.Author, draft.Approver, draft.BundleTitle).Should().Be((V1.RolloutState.Draft, 120, "operators/anna", "", "gw-7 2.0"));
        Verdict(draft, V1.InstallState.AlreadyCompliant).Should().Be(3);
        Verdict(draft, V1.InstallState.RemovedFromService).Should().Be(1);
        Verdict(draft, V1.InstallState.Targeted).Should().Be(116);
        draft.Verdicts.Where(verdict => verdict.State == V1.InstallState.Targeted && verdict.Reason.Length > 0).Sum(verdict => verdict.Vehicles)
            .Should().Be(26, "these never sent an inventory");
        BooksOf(draft).Should().Be(120);
        draft.Waves.Select(wave => (wave.Wave_, wave.Vehicles)).Should().Equal((0, 4), (1, 20), (2, 60), (3, 36));
        draft.Waves.Should().OnlyContain(wave => wave.Vehicles == wave.States.Sum(state => state.Vehicles));
        draft.Events.Should().ContainSingle().Which.Kind.Should().Be("created");
        draft.ApprovalStatement.ToStringUtf8().Should().Contain(draft.PopulationDigest).And.Contain(draft.PolicyDigest).And.Contain(bundle);
        (await Anna.GetRolloutAsync(new() { Name = draft.Name[..13] })).Should().Be(draft, "an id may be cut short");

        V1.ListInstallsResponse compliant = await Anna.ListInstallsAsync(new() { Name = draft.Name, States = { V1.InstallState.AlreadyCompliant } });
        compliant.Installs.Select(install => install.Vid).Should().BeEquivalentTo(
            [await Server.VidOfAsync(91), await Server.VidOfAsync(92), await Server.VidOfAsync(93)]);
    }

    [Fact]
    public async Task Two_drafts_of_the_same_vehicles_have_different_waves_and_each_its_own_digest()
    {
        string bundle = Server.Stage("gw-7");
        V1.Rollout first = await Server.DraftAsync(bundle), second = await Server.DraftAsync(bundle);
        second.PopulationDigest.Should().NotBe(first.PopulationDigest);
        second.PolicyDigest.Should().Be(first.PolicyDigest);
        string[] one = await FirstWaveAsync(first), other = await FirstWaveAsync(second);
        one.Should().HaveCount(20).And.NotBeEquivalentTo(other, "nobody can know who comes first");

        async Task<string[]> FirstWaveAsync(V1.Rollout rollout) =>
            [.. (await Anna.ListInstallsAsync(new() { Name = rollout.Name, PageSize = 1000 })).Installs.Where(install => install.Wave == 1).Select(install => install.Vid)];
    }

    [Fact]
    public async Task A_list_of_VINs_and_vids_is_looked_up_and_written_down()
    {
        string bundle = Server.Stage("gw-7");
        V1.CreateRolloutRequest first = Request(bundle, "");
        first.Specification.Purpose = "recall 4711";
        first.Vehicles.Add(Fleet.VinOf(1));
        V1.CreateRolloutRequest rest = new() { Vehicles = { Fleet.VinOf(2), await Server.VidOfAsync(3), Fleet.VinOf(1).ToLowerInvariant() } };
        V1.Rollout draft = await CreateAsync(Anna, first, rest);
        draft.Population.Should().Be(3, "one of four was named twice");
        V1.Vehicles.VehiclesClient auditor = new(Server.Server.Channel(Server.Server.Admin));
        V1.ListVehicleLookupsResponse lookups = await auditor.ListVehicleLookupsAsync(new() { Vehicle = new() { Vid = await Server.VidOfAsync(2) }, Purpose = "test" });
        lookups.Lookups.Should().Contain(lookup => lookup.Purpose == "recall 4711" && lookup.Actor == "operators/anna" && lookup.Method.EndsWith("CreateRollout"));
    }

    [Fact]
    public async Task Vehicles_that_are_not_registered_are_named_by_the_plan_and_no_rollout_forgets_them()
    {
        string bundle = Server.Stage("gw-7");
        V1.PlanRolloutRequest plan = new() { Specification = Request(bundle, "").Specification, Vehicles = { Fleet.VinOf(1), Fleet.VinOf(999), "nonsense" } };
        V1.RolloutPlan made = await PlanAsync(Anna, plan);
        (made.Population, made.UnknownVehicles).Should().Be((1, 2));
        made.Unknown.Should().BeEquivalentTo([Fleet.VinOf(999), "nonsense"]);
        V1.CreateRolloutRequest create = Request(bundle, "");
        create.Vehicles.Add(plan.Vehicles);
        RpcException refused = await RefusedAsync(() => CreateAsync(Anna, create));
        (refused.StatusCode, refused.Status.Detail).Should().Be(
            (StatusCode.FailedPrecondition, "2 of the vehicles are not registered: PlanRollout names them; register them or take them off the list."));
        (await Anna.ListRolloutsAsync(new())).Rollouts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_plan_says_what_the_draft_will_be_and_keeps_nothing()
    {
        string bundle = Server.Stage("gw-7");
        await Server.ProveAsync(new string('a', 64), [.. Enumerable.Range(1, 100).Select(i => (long)i)]);
        await Server.ProveAsync(bundle, 101, 102);
        V1.RolloutPlan plan = await PlanAsync(Anna, new V1.PlanRolloutRequest { Specification = Request(bundle, "year > 0").Specification });
        (await Server.CountAsync("installs")).Should().Be(0);
        (await Server.CountAsync("rollouts")).Should().Be(0);
        V1.Rollout draft = await Server.DraftAsync(bundle);
        plan.Population.Should().Be(draft.Population);
        plan.Verdicts.Should().BeEquivalentTo(draft.Verdicts);
        plan.Waves.Select(wave => (wave.Wave, wave.Vehicles)).Should().Equal(draft.Waves.Where(wave => wave.Wave_ > 0).Select(wave => (wave.Wave_, wave.Vehicles)));
        plan.Silent.Should().Be(18, "these were never in contact");
        plan.HalfS.Should().BePositive();
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_request_is_said_at_once()
    {
        V1.CreateRolloutRequest request = new() { Specification = new() { Bundle = "x", Filter = "year >" } };
        request.Specification.Policy = Google.Protobuf.ByteString.CopyFromUtf8("""{"permit": "100h", "growth": 0}""");
        request.Vehicles.Add(Fleet.VinOf(1));
        RpcException refused = await RefusedAsync(() => CreateAsync(Anna, request));
        refused.StatusCode.Should().Be(StatusCode.InvalidArgument);
        refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field).Should().BeEquivalentTo(
            ["specification.title", "specification.bundle", "specification.filter", "specification.policy/permit", "specification.policy/growth", "vehicles"]);
        (await RefusedAsync(() => CreateAsync(Anna, Request(Server.Stage("gw-7"), "")))).Status.Detail.Should().Contain("Neither a filter nor a vehicle");
    }

    [Fact]
    public async Task What_cannot_be_rolled_out_is_refused_with_what_to_do()
    {
        (await ObstacleAsync(new string('0', 64), "year > 0")).Should().Contain("no staged bundle");
        (await ObstacleAsync(Server.Stage("gw-7"), "year = 1999")).Should().Contain("means no vehicle");
        (await ObstacleAsync(Server.Stage("cam-1", hardware: "camera"), "year > 0")).Should().Contain("None of the 120 vehicles can be offered the bundle");
        (await Server.CountAsync("installs")).Should().Be(0);
    }

    [Fact]
    public async Task No_rollout_begins_without_the_texts_for_the_drivers_of_every_market()
    {
        (await ObstacleAsync(Server.Stage("gw-7", market: "FR"), "year > 0")).Should().Contain("market DE").And.Contain("no texts");
        string bundle = Server.Stage("gw-8");
        Server.Change(bundle, known => known with { Texts = new Dictionary<string, Core.Bundles.Manifests.UserText>() });
        (await ObstacleAsync(bundle, "year > 0")).Should().Contain("informed in de");
        bundle = Server.Stage("gw-9");
        Server.Change(bundle, known => known with { Texts = known.Texts.ToDictionary(text => text.Key, text => text.Value with { Unavailable = " " }) });
        (await ObstacleAsync(bundle, "year > 0")).Should().Contain("what is unavailable");
    }

    [Fact]
    public async Task Lists_show_the_newest_first_page_by_page()
    {
        string bundle = Server.Stage("gw-7");
        string[] names = new string[3];
        for (int i = 0; i < names.Length; i++) names[i] = (await Server.DraftAsync(bundle)).Name;
        await Ben.CancelRolloutAsync(new() { Name = names[1], Reason = "not needed" });
        V1.ListRolloutsResponse page = await Anna.ListRolloutsAsync(new() { PageSize = 2 });
        page.Rollouts.Select(rollout => rollout.Name).Should().Equal(names[2], names[1]);
        page.Rollouts[0].Policy.IsEmpty.Should().BeTrue();
        BooksOf(page.Rollouts[0]).Should().Be(120);
        V1.ListRolloutsResponse last = await Anna.ListRolloutsAsync(new() { PageSize = 2, PageToken = page.NextPageToken });
        (last.Rollouts.Single().Name, last.NextPageToken).Should().Be((names[0], ""));
        (await Anna.ListRolloutsAsync(new() { State = V1.RolloutState.Cancelled })).Rollouts.Single().Name.Should().Be(names[1]);
        (await RefusedAsync(() => Anna.GetRolloutAsync(new() { Name = "rollouts/000" }))).StatusCode.Should().Be(StatusCode.InvalidArgument);
        (await RefusedAsync(() => Anna.GetRolloutAsync(new() { Name = "rollouts/000000000000" }))).StatusCode.Should().Be(StatusCode.NotFound);
    }

    [Fact]
    public async Task Installs_are_listed_page_by_page_and_one_by_one()
    {
        V1.Rollout draft = await Server.DraftAsync(Server.Stage("gw-7"));
        List<string> vids = [];
        string token = "";
        do
        {
            V1.ListInstallsResponse page = await Anna.ListInstallsAsync(new() { Name = draft.Name, PageSize = 50, PageToken = token });
            vids.AddRange(page.Installs.Select(install => install.Vid));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        vids.Should().HaveCount(120).And.OnlyHaveUniqueItems();
        V1.Install only = (await Anna.ListInstallsAsync(new() { Name = draft.Name, Vehicle = new() { Vin = Fleet.VinOf(7) } })).Installs.Single();
        (only.Vid, only.State, only.Rollout).Should().Be((await Server.VidOfAsync(7), V1.InstallState.Targeted, draft.Name));
        (await Anna.ListInstallsAsync(new() { Name = draft.Name, Work = V1.WorkList.Letter })).Installs.Should().BeEmpty();
        (await Anna.ListInstallEventsAsync(new() { Name = draft.Name, Vehicle = new() { Vid = only.Vid } })).Events.Should().BeEmpty();
    }

    private static long Verdict(V1.Rollout rollout, V1.InstallState state) =>
        rollout.Verdicts.Where(verdict => verdict.State == state).Sum(verdict => verdict.Vehicles);

    private static V1.CreateRolloutRequest Request(string bundle, string filter) =>
        new() { Specification = new() { Title = "Gateway fix", Bundle = $"bundles/{bundle}", Filter = filter } };

    private async Task<string> ObstacleAsync(string bundle, string filter)
    {
        RpcException refused = await RefusedAsync(() => CreateAsync(Anna, Request(bundle, filter)));
        refused.StatusCode.Should().Be(StatusCode.FailedPrecondition);
        return refused.Status.Detail;
    }
}

public sealed class SqliteDraftTests : DraftSuite;

[Collection(nameof(PostgresTests))]
public sealed class PostgresDraftTests(PostgresServer server) : DraftSuite
{
    protected override string[] Args() => On(server);
}
