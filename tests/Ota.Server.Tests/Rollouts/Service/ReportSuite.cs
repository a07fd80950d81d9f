using System.Text;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Tests.Storage;
using Ota.Testing;
using static Ota.Server.Tests.Rollouts.Service.RolloutServer;

namespace Ota.Server.Tests.Rollouts.Service;

public abstract class ReportSuite() : RolloutsSuite(vehicles: 40)
{
    private const string Nonce = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_report_of_a_moment_has_the_same_bytes_whatever_happened_since()
    {
        string bundle = Server.Stage("gw-7");
        V1.Rollout rollout = await Server.ApprovedAsync(bundle, "year < 2021");
        Rollout known = await KnownAsync(rollout);
        Later();
        DateTimeOffset approved = Server.Time.GetUtcNow();
        Dictionary<string, byte[]> before = await AllAsync(rollout, approved);
        Encoding.UTF8.GetString(before["csv"]).TrimEnd().Split('\n').Should().HaveCount(25, "24 vehicles and a header");

        Later();
        await Ben.PauseRolloutAsync(new() { Name = (await Ben.StartRolloutAsync(new() { Name = rollout.Name })).Name, Reason = "no offers by themselves" });
        InstallTarget target = new(EcuSerial.TryParse("gw-5")!, "", bundle, 7);
        await ApplyAsync(known, 5, new InstallEvent.Offered([target], Nonce));
        await ApplyAsync(known, 6, new InstallEvent.Claimed("ben"));
        Later();
        DateTimeOffset offered = Server.Time.GetUtcNow();
        Dictionary<string, byte[]> middle = await AllAsync(rollout, offered);

        Later();
        await ApplyAsync(known, 5, new InstallEvent.Reported(new VehicleReport(new ReportPosition(1, 1, 1), InstallState.Declined)));
        V1.Rollout proposed = await AmendAsync(Anna, new V1.CreateRolloutRequest { Rollout = rollout.Name, Reason = "late", Specification = new() { Filter = "year > 0" } });
        await Ben.ApproveRolloutAsync(Sign(proposed, Server.Ben));
        await Ben.HaltRolloutAsync(new() { Name = rollout.Name, Reason = "enough" });
        foreach (string form in before.Keys)
        {
            (await Server.ReportAsync(rollout, form, approved)).Should().Equal(before[form], "{0}: what was approved does not change", form);
            (await Server.ReportAsync(rollout, form, offered)).Should().Equal(middle[form], "{0}: what was offered does not change", form);
        }

        middle["json"].Should().NotEqual(before["json"]);
        Encoding.UTF8.GetString(await Server.ReportAsync(rollout, "csv")).TrimEnd().Split('\n').Should().HaveCount(41, "the amendment brought 16");
        byte[] json = await Server.ReportAsync(rollout, "json");
        json.Should().Equal(await Server.ReportAsync(rollout, "json"));
        System.Text.Json.JsonDocument.Parse(json).RootElement.ValueKind.Should().Be(System.Text.Json.JsonValueKind.Object);
    }

    [Fact]
    public async Task A_report_is_asked_for_in_a_known_form_and_not_of_another_time()
    {
        V1.Rollout draft = await Server.DraftAsync(Server.Stage("gw-7"));
        DateTimeOffset created = draft.CreateTime.ToDateTimeOffset();
        (await RefusedAsync(() => Server.ReportAsync(draft, "pdf"))).Status.Detail.Should().Contain("text, json or csv");
        (await RefusedAsync(() => Server.ReportAsync(draft, "csv", created.AddDays(1)))).StatusCode.Should().Be(StatusCode.InvalidArgument);
        (await RefusedAsync(() => Server.ReportAsync(draft, "csv", created.AddDays(-1)))).StatusCode.Should().Be(StatusCode.FailedPrecondition);
        (await Server.ReportAsync(draft, "text")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_happened_to_an_install_is_told_in_order()
    {
        string bundle = Server.Stage("gw-7");
        V1.Rollout rollout = await Server.ApprovedAsync(bundle);
        Rollout known = await KnownAsync(rollout);
        await Ben.PauseRolloutAsync(new() { Name = (await Ben.StartRolloutAsync(new() { Name = rollout.Name })).Name, Reason = "no offers by themselves" });
        await ApplyAsync(known, 5, new InstallEvent.Offered([new(EcuSerial.TryParse("gw-5")!, "", bundle, 7)], Nonce));
        Later();
        await ApplyAsync(known, 5, new InstallEvent.Reported(new VehicleReport(new ReportPosition(1, 1, 1), InstallState.Downloading)));
        V1.VehicleKey vehicle = new() { Vid = await Server.VidOfAsync(5) };
        V1.ListInstallEventsResponse events = await Anna.ListInstallEventsAsync(new() { Name = rollout.Name, Vehicle = vehicle });
        events.Events.Select(line => (line.Kind, line.State)).Should().Equal(("offered", V1.InstallState.Offered), ("reported", V1.InstallState.Downloading));
        events.Events[1].Text.Should().Be("Offer 1, attempt 1, report 1: downloading.");
        V1.Install install = (await Anna.ListInstallsAsync(new() { Name = rollout.Name, Vehicle = vehicle })).Installs.Single();
        (install.Offer, install.Attempts, install.Ecus.Single().TargetSha256).Should().Be((1, 1, bundle));
    }

    [Fact]
    public async Task Vehicles_that_ended_without_the_fix_are_offered_again_on_request()
    {
        string bundle = Server.Stage("gw-7");
        V1.Rollout rollout = await Server.ApprovedAsync(bundle);
        Rollout known = await KnownAsync(rollout);
        (await RefusedAsync(() => Ben.RetryInstallsAsync(new() { Name = rollout.Name, Reason = "again" }))).Status.Detail.Should().Contain("approved");
        await Ben.PauseRolloutAsync(new() { Name = (await Ben.StartRolloutAsync(new() { Name = rollout.Name })).Name, Reason = "no offers by themselves" });
        foreach (long vehicle in new long[] { 5, 6 })
        {
            await ApplyAsync(known, vehicle, new InstallEvent.Offered([new(EcuSerial.TryParse($"gw-{vehicle}")!, "", bundle, 7)], Nonce));
            await ApplyAsync(known, vehicle, new InstallEvent.Reported(new VehicleReport(new ReportPosition(1, 1, 1), InstallState.Declined)));
        }

        V1.Rollout declined = await Anna.GetRolloutAsync(new() { Name = rollout.Name });
        declined.Work.Should().ContainSingle().Which.Should().Be(new V1.WorkCount { List = V1.WorkList.Letter, Vehicles = 2 });
        V1.RetryInstallsRequest one = new() { Name = rollout.Name, Reason = "asked for it", Vehicles = { new V1.VehicleKey { Vid = await Server.VidOfAsync(5) } } };
        (await Ben.RetryInstallsAsync(one)).Vehicles.Should().Be(1);
        (await RefusedAsync(() => Ben.RetryInstallsAsync(one))).Status.Detail.Should().Contain("in no state that is tried again");
        (await Ben.RetryInstallsAsync(new() { Name = rollout.Name, Reason = "all" })).Vehicles.Should().Be(1);
        (await RefusedAsync(() => Ben.RetryInstallsAsync(new() { Name = rollout.Name, States = { V1.InstallState.Confirmed } }))).StatusCode.Should().Be(StatusCode.InvalidArgument);
        V1.Rollout after = await Anna.GetRolloutAsync(new() { Name = rollout.Name });
        (after.Work.Count, BooksOf(after), after.Revision).Should().Be((0, 40, declined.Revision + 2));
    }

    [Fact]
    public async Task What_a_workshop_claims_is_written_down_and_proves_nothing()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"));
        V1.VehicleKey vehicle = new() { Vid = await Server.VidOfAsync(5) };
        (await RefusedAsync(() => Ben.ClaimInstallAsync(new() { Name = rollout.Name, Vehicle = vehicle }))).StatusCode.Should().Be(StatusCode.FailedPrecondition);
        await Ben.PauseRolloutAsync(new() { Name = (await Ben.StartRolloutAsync(new() { Name = rollout.Name })).Name, Reason = "no offers by themselves" });
        V1.Install claimed = await Ben.ClaimInstallAsync(new() { Name = rollout.Name, Vehicle = vehicle });
        claimed.ClaimTime.Should().NotBeNull();
        (claimed.State, claimed.Proof).Should().Be((V1.InstallState.Targeted, ""));
        (await RefusedAsync(() => Ben.ClaimInstallAsync(new() { Name = rollout.Name, Vehicle = new() { Vid = new string('0', 32) } }))).StatusCode.Should().Be(StatusCode.NotFound);
    }

    [Fact]
    public async Task A_vehicle_is_explained_for_every_rollout_that_names_it_the_newest_first()
    {
        string bundle = Server.Stage("gw-7");
        await Server.ProveAsync(bundle, 7);
        V1.Rollout first = await Server.DraftAsync(bundle), second = await Server.ApprovedAsync(bundle);
        V1.Explanation open = await Anna.ExplainVehicleAsync(new() { Vehicle = new() { Vid = await Server.VidOfAsync(5) } });
        open.Installs.Select(install => install.Install.Rollout).Should().Equal(second.Name, first.Name);
        open.Answer.Should().NotBeEmpty().And.Be(open.Installs[0].Answer);
        open.Installs[1].Rules.First(rule => rule.Outcome != V1.ExplainedRule.Types.Outcome.Met).Rule.Should().Be("approved");
        open.Installs[0].Rules.First(rule => rule.Outcome != V1.ExplainedRule.Types.Outcome.Met).Rule.Should().Be("running");
        (open.Installs[0].RolloutTitle, open.Installs[0].BundleTitle).Should().Be(("Gateway fix", "gw-7 2.0"));
        V1.Explanation compliant = await Anna.ExplainVehicleAsync(new() { Vehicle = new() { Vid = await Server.VidOfAsync(7) }, Rollout = first.Name });
        compliant.Installs.Single().Install.State.Should().Be(V1.InstallState.AlreadyCompliant);
        compliant.LastContactTime.Should().NotBeNull();
        (await RefusedAsync(() => Anna.ExplainVehicleAsync(new() { Vehicle = new() { Vid = new string('0', 32) } }))).StatusCode.Should().Be(StatusCode.NotFound);
        V1.Rollout few = await Server.DraftAsync(bundle, "year = 2021");
        (await RefusedAsync(async () => await Anna.ExplainVehicleAsync(new() { Vehicle = new() { Vid = await Server.VidOfAsync(5) }, Rollout = few.Name })))
            .StatusCode.Should().Be(StatusCode.NotFound);
    }

    private void Later() => Server.Time.Advance(TimeSpan.FromMinutes(1));

    private async Task<Rollout> KnownAsync(V1.Rollout rollout) => (await Server.Get<RolloutStore>().FindAsync(rollout.Name["rollouts/".Length..]))!;

    private async Task ApplyAsync(Rollout rollout, long vehicle, InstallEvent happened) =>
        (await Server.Get<InstallDesk>().ApplyAsync(rollout.Number, vehicle, happened, default))!.Note.Should().BeNull();

    private async Task<Dictionary<string, byte[]>> AllAsync(V1.Rollout rollout, DateTimeOffset asOf)
    {
        Dictionary<string, byte[]> reports = [];
        foreach (string form in new[] { "text", "json", "csv" }) reports[form] = await Server.ReportAsync(rollout, form, asOf);
        return reports;
    }
}

public sealed class SqliteReportTests : ReportSuite;

[Collection(nameof(PostgresTests))]
public sealed class PostgresReportTests(PostgresServer server) : ReportSuite
{
    protected override string[] Args() => On(server);
}
