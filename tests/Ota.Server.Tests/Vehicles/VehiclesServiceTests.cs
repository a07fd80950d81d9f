using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Server.Audit;
using Ota.Server.Storage;

namespace Ota.Server.Tests.Vehicles;

public sealed class VehiclesServiceTests : IAsyncLifetime
{
    private OtaServer _server = null!;
    private V1.Vehicles.VehiclesClient _vehicles = null!;

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync();
        _vehicles = new V1.Vehicles.VehiclesClient(_server.Channel(_server.Admin));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_imported_vehicle_is_shown_by_VIN_and_by_vid()
    {
        V1.Import import = await _vehicles.ImportAsync(Fleet.Rows(3));
        (import.Added, import.Refused, import.LastLine).Should().Be((3, 0, 3));
        V1.Vehicle byVin = await ShowAsync(2);
        V1.Vehicle byVid = await _vehicles.GetVehicleAsync(new() { Vehicle = new() { Vid = byVin.Vid } });
        byVid.Should().Be(byVin);
        V1.Vehicle sent = Fleet.Car(2);
        V1.Vehicle expected = new(byVin) { Vid = "", Status = 0, RegisterTime = null, UpdateTime = null, Tenure = 0 };
        expected.Ecus.Should().BeEquivalentTo(sent.Ecus);
        expected.Ecus.Clear();
        sent.Ecus.Clear();
        expected.Should().Be(sent);
    }

    [Fact]
    public async Task A_row_with_problems_is_refused_with_its_line_and_the_others_are_taken()
    {
        V1.Vehicle bad = Fleet.Car(2);
        (bad.Vin, bad.Year, bad.Market) = ("WVWZZZ1KZ6W00000O", 1492, "Germany");
        bad.Ecus[1].Serial = bad.Ecus[0].Serial;
        V1.Vehicle american = Fleet.Car(3);
        american.Market = "US";
        V1.Import import = await _vehicles.ImportAsync([Fleet.Row(1), Fleet.Row(7, bad), Fleet.Row(8, american), Fleet.Row(9, Fleet.Car(1)), Fleet.Row(10)]);
        (import.Added, import.Refused, import.LastLine).Should().Be((2, 3, 10));
        import.Problems.Select(problem => (problem.Line, problem.Field)).Should().Equal((7, "vin"), (7, "market"), (7, "year"), (8, "vin"), (9, "vin"));
        import.ToString().Should().NotContain("WVWZZZ");
        (await _vehicles.GetImportAsync(new() { ImportId = "test" })).Should().Be(import);
    }

    [Fact]
    public async Task An_import_that_was_cut_goes_on_where_it_stood()
    {
        using (AsyncClientStreamingCall<V1.ImportVehiclesRequest, V1.Import> cut = _vehicles.ImportVehicles())
        {
            await cut.RequestStream.WriteAsync(new() { ImportId = "plant", Rows = { Fleet.Rows(10).Take(4) } });
            await cut.RequestStream.CompleteAsync();
            (await cut.ResponseAsync).LastLine.Should().Be(4);
        }

        V1.Import whole = await _vehicles.ImportAsync(Fleet.Rows(10), "plant");
        (whole.Added, whole.Refused, whole.LastLine).Should().Be((10, 0, 10), "lines 1 to 4 are skipped, not refused");
        V1.Import again = await _vehicles.ImportAsync(Fleet.Rows(10), "plant");
        again.Should().Be(whole);
        V1.Import other = await _vehicles.ImportAsync(Fleet.Rows(10), "other");
        (other.Added, other.Refused).Should().Be((0, 10));
    }

    [Fact]
    public async Task An_import_larger_than_a_batch_is_stored_whole()
    {
        V1.Import import = await _vehicles.ImportAsync(Fleet.Rows(45_000));
        (import.Added, import.LastLine).Should().Be((45_000, 45_000));
        (await _vehicles.CountVehiclesAsync(new())).Count.Should().Be(45_000);
        (await _vehicles.CountVehiclesAsync(new() { Filter = "ecus:(hardware_id = gw-2 AND role = primary) AND model = Golf" })).Count.Should().Be(22_500);
    }

    [Fact]
    public async Task A_check_names_the_problems_and_stores_nothing()
    {
        await _vehicles.ImportAsync(Fleet.Rows(1), "first");
        V1.Import check = await _vehicles.ImportAsync(Fleet.Rows(3), "second", isCheck: true);
        (check.Added, check.Refused).Should().Be((2, 1));
        check.Problems.Should().ContainSingle().Which.Line.Should().Be(1);
        (await _vehicles.CountVehiclesAsync(new())).Count.Should().Be(1);
        await Refused(_vehicles.GetImportAsync(new() { ImportId = "second" }), StatusCode.NotFound);
    }

    [Fact]
    public async Task Lines_out_of_order_end_the_import()
    {
        RpcException e = (await FluentActions.Awaiting(() => _vehicles.ImportAsync([Fleet.Row(2), Fleet.Row(1)])).Should().ThrowAsync<RpcException>()).Which;
        e.Status.Detail.Should().Be("rows.line: Line 1 comes after line 2; send lines from 1 on in ascending order.");
        e = (await FluentActions.Awaiting(() => _vehicles.ImportAsync([], "no id!")).Should().ThrowAsync<RpcException>()).Which;
        e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field.Should().Be("import_id");
    }

    [Fact]
    public async Task A_list_comes_in_pages_that_together_are_what_the_filter_means()
    {
        await _vehicles.ImportAsync(Fleet.Rows(20));
        V1.ListVehiclesRequest request = new() { Filter = "model = Golf AND tags.depot = south", PageSize = 3 };
        List<V1.Vehicle> all = [];
        do
        {
            V1.ListVehiclesResponse page = await _vehicles.ListVehiclesAsync(request);
            page.Vehicles.Count.Should().BeLessThanOrEqualTo(3);
            all.AddRange(page.Vehicles);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        all.Select(vehicle => vehicle.Ecus[0].Serial).Should().Equal(Enumerable.Range(1, 20).Where(i => i % 2 == 1).Select(i => $"bms-{i}"));
        all.Should().OnlyContain(vehicle => vehicle.Vin.Length == 0, "nobody asked for VINs");
    }

    [Fact]
    public async Task VINs_in_a_list_are_asked_for_and_written_down()
    {
        await _vehicles.ImportAsync(Fleet.Rows(2));
        V1.ListVehiclesResponse list = await _vehicles.ListVehiclesAsync(new() { ShowVins = true, Purpose = "recall 7" });
        list.Vehicles.Select(vehicle => vehicle.Vin).Should().Equal(Fleet.VinOf(1), Fleet.VinOf(2));
        V1.ListVehicleLookupsResponse lookups = await _vehicles.ListVehicleLookupsAsync(new() { Vehicle = new() { Vid = list.Vehicles[0].Vid } });
        V1.VehicleLookup lookup = lookups.Lookups.Should().ContainSingle().Subject;
        (lookup.Actor, lookup.Method, lookup.Purpose, lookup.Asked).Should().Be(("operators/admin", "ota.v1.Vehicles/ListVehicles", "recall 7", 2));
        lookup.Fields.Should().Contain("vin");
    }

    [Theory]
    [InlineData("colour = red", 0, "", "filter")]
    [InlineData("", -1, "", "page_size")]
    [InlineData("", 0, "AAAA", "page_token")]
    [InlineData("", 0, "__________8", "page_token")]
    public async Task A_list_that_cannot_be_is_refused(string filter, int size, string token, string field)
    {
        RpcException e = await Refused(
            _vehicles.ListVehiclesAsync(new() { Filter = filter, PageSize = size, PageToken = token }), StatusCode.InvalidArgument);
        e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field.Should().Be(field);
    }

    [Fact]
    public async Task Any_number_of_VINs_is_looked_up_in_one_call()
    {
        await _vehicles.ImportAsync(Fleet.Rows(2500));
        using AsyncDuplexStreamingCall<V1.LookUpVehiclesRequest, V1.LookUpVehiclesResponse> call = _vehicles.LookUpVehicles();
        List<V1.LookUpVehiclesResponse.Types.Result> results = [];
        foreach (long[] chunk in Enumerable.Range(1, 3000).Select(i => (long)i).Chunk(1000))
        {
            await call.RequestStream.WriteAsync(new() { Vins = { chunk.Select(Fleet.VinOf) } });
            (await call.ResponseStream.MoveNext(default)).Should().BeTrue();
            results.AddRange(call.ResponseStream.Current.Results);
        }

        await call.RequestStream.WriteAsync(new() { Vins = { "no VIN" } });
        (await call.ResponseStream.MoveNext(default)).Should().BeTrue();
        call.ResponseStream.Current.Results.Single().Problem.Should().Be("Not a VIN.");
        await call.RequestStream.CompleteAsync();
        results.Take(2500).Select(result => result.Vehicle.Vin).Should().Equal(Enumerable.Range(1, 2500).Select(i => Fleet.VinOf(i)));
        results.Skip(2500).Should().OnlyContain(result => result.Vehicle == null && result.Problem == "Not registered.");
    }

    [Fact]
    public async Task Support_staff_name_a_case_and_see_one_vehicle_at_a_time()
    {
        await _vehicles.ImportAsync(Fleet.Rows(1));
        V1.Vehicles.VehiclesClient support = new(_server.Channel(await _server.CertificateOfNewAsync("sam", V1.Role.Support)));
        RpcException e = await Refused(support.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(1) } }), StatusCode.InvalidArgument);
        e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field.Should().Be("purpose");
        V1.Vehicle car = await support.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(1) }, Purpose = "case 4711" });
        await Refused(support.GetVehicleAsync(new() { Vehicle = new() { Vid = car.Vid } }), StatusCode.InvalidArgument);
        await Refused(support.ListVehiclesAsync(new()), StatusCode.PermissionDenied);
        await Refused(support.ListVehicleLookupsAsync(new() { Vehicle = new() { Vid = car.Vid } }), StatusCode.PermissionDenied);
        V1.ListVehicleLookupsResponse lookups = await _vehicles.ListVehicleLookupsAsync(new() { Vehicle = new() { Vid = car.Vid } });
        lookups.Lookups.Select(one => (one.Actor, one.Purpose)).Should().Equal(("operators/sam", "case 4711"));
    }

    [Fact]
    public async Task Viewers_count_and_do_nothing_else()
    {
        await _vehicles.ImportAsync(Fleet.Rows(4));
        V1.Vehicles.VehiclesClient viewer = new(_server.Channel(await _server.CertificateOfNewAsync("vic", V1.Role.Viewer)));
        (await viewer.CountVehiclesAsync(new() { Filter = "model = Golf" })).Count.Should().Be(2);
        await Refused(viewer.ListVehiclesAsync(new()), StatusCode.PermissionDenied);
        await Refused(viewer.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(1) } }), StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task What_happens_to_a_vehicle_is_its_history()
    {
        await _vehicles.ImportAsync(Fleet.Rows(1));
        V1.VehicleKey key = new() { Vin = Fleet.VinOf(1) };
        (await _vehicles.TagVehicleAsync(new() { Vehicle = key, Set = { ["test-car"] = "" }, Remove = { "depot" } })).Tags.Keys.Should().Equal("test-car");
        V1.Vehicle retired = await _vehicles.SetVehicleStatusAsync(new() { Vehicle = key, Status = V1.VehicleStatus.Scrapped, Reason = "accident" });
        (retired.Status, retired.StatusReason, retired.Vin).Should().Be((V1.VehicleStatus.Scrapped, "accident", ""));
        (await _vehicles.StartTenureAsync(new() { Vehicle = key })).Tenure.Should().Be(2);
        V1.EcuUnlock unlock = await _vehicles.UnlockEcuAsync(new() { Vehicle = key, Serial = "gw-1", Reason = "replaced in workshop 12" });
        unlock.Vid.Should().Be(retired.Vid);

        V1.ListVehicleEventsRequest request = new() { Vehicle = new() { Vid = retired.Vid }, PageSize = 4 };
        V1.ListVehicleEventsResponse first = await _vehicles.ListVehicleEventsAsync(request);
        request.PageToken = first.NextPageToken;
        V1.ListVehicleEventsResponse second = await _vehicles.ListVehicleEventsAsync(request);
        second.NextPageToken.Should().BeEmpty();
        V1.VehicleEvent[] events = [.. first.Events, .. second.Events];
        events.Select(happened => happened.Kind.ToString()).Should().Equal(
            "Registered", "TagChanged", "TagChanged", "StatusChanged", "TenureStarted", "EcuUnlocked");
        events[0].Facts["import"].Should().Be("test");
        events[5].Facts["unlock"].Should().Be(unlock.UnlockId);
        events.Should().OnlyContain(happened => happened.Actor == "operators/admin");
    }

    [Fact]
    public async Task A_wrong_change_learns_every_problem_at_once()
    {
        await _vehicles.ImportAsync(Fleet.Rows(1));
        RpcException e = await Refused(_vehicles.SetVehicleStatusAsync(new() { Vehicle = new() { Vin = "x" } }), StatusCode.InvalidArgument);
        FieldsOf(e).Should().Equal("vehicle.vin", "status", "reason");
        e = await Refused(_vehicles.TagVehicleAsync(new() { Set = { ["No"] = "\n" }, Remove = { "No" } }), StatusCode.InvalidArgument);
        FieldsOf(e).Should().Equal("vehicle", "set", "remove", "set", "remove");
        e = await Refused(
            _vehicles.UnlockEcuAsync(new() { Vehicle = new() { Vid = "x" }, Lifetime = Duration.FromTimeSpan(TimeSpan.FromDays(31)) }), StatusCode.InvalidArgument);
        FieldsOf(e).Should().Equal("vehicle.vid", "serial", "reason", "lifetime");
        await Refused(
            _vehicles.UnlockEcuAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(1) }, Serial = "none", Reason = "x" }), StatusCode.NotFound);
        await Refused(_vehicles.StartTenureAsync(
            new() { Vehicle = new() { Vin = Fleet.VinOf(1) }, StartTime = new Timestamp { Seconds = 253_402_300_799 } }), StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task A_VIN_that_is_not_there_is_written_down_as_asked_for_and_not_repeated()
    {
        RpcException e = await Refused(_vehicles.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(1) } }), StatusCode.NotFound);
        e.Status.Detail.Should().Be("No vehicle is registered with this VIN; check it for a typing error.");
        await Refused(_vehicles.GetVehicleAsync(new() { Vehicle = new() { Vid = new string('0', 32) } }), StatusCode.NotFound);
    }

    [Fact]
    public async Task No_VIN_is_in_a_log_in_the_audit_log_or_in_any_other_table()
    {
        await _vehicles.ImportAsync([.. Fleet.Rows(3), Fleet.Row(4, Fleet.Car(1))]);
        V1.VehicleKey key = new() { Vin = Fleet.VinOf(1) };
        await ShowAsync(1);
        await _vehicles.ListVehiclesAsync(new() { ShowVins = true });
        await _vehicles.TagVehicleAsync(new() { Vehicle = key, Set = { ["seen"] = "yes" } });
        await _vehicles.SetVehicleStatusAsync(new() { Vehicle = key, Status = V1.VehicleStatus.Stolen, Reason = "reported" });
        await _vehicles.UnlockEcuAsync(new() { Vehicle = key, Serial = "gw-1", Reason = "x" });
        await Refused(_vehicles.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(999) } }), StatusCode.NotFound);
        await Refused(_vehicles.ListVehiclesAsync(new() { Filter = $"vin = {Fleet.VinOf(1)}" }), StatusCode.InvalidArgument);

        const string prefix = "WVWZZZ1KZ6W";
        _server.Log.Lines.Select(line => line.ToString()).Should().NotContain(line => line.Contains(prefix));
        Database database = _server.App.Services.GetRequiredService<Database>();
        (await TableText.TablesWithAsync(database, prefix)).Should().Equal("vins");
        (await _server.Http.GetStringAsync("/metrics")).Should().NotContain(prefix);
        (await _server.App.Services.GetRequiredService<AuditStore>().CountAsync(default)).Should().BePositive();
    }

    private static IEnumerable<string> FieldsOf(RpcException e) =>
        e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field);

    private async Task<V1.Vehicle> ShowAsync(long number) => await _vehicles.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(number) } });

    private static async Task<RpcException> Refused<T>(AsyncUnaryCall<T> call, StatusCode code)
    {
        RpcException e = (await FluentActions.Awaiting(() => call.ResponseAsync).Should().ThrowAsync<RpcException>()).Which;
        e.StatusCode.Should().Be(code, e.Status.Detail);
        return e;
    }
}
