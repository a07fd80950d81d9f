using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Storage;
using Ota.Server.Telemetry.TroubleCodes;
using Ota.Server.Tests.Storage;
using Ota.Testing;
using Wire = Ota.Payloads.V1;

namespace Ota.Server.Tests.Telemetry.TroubleCodes;

public abstract class TroubleCodeStoreSuite : StoreSuite
{
    private static readonly Vid Car = Vid.TryParse(Reports.Vid)!.Value;

    [Fact]
    public async Task What_was_written_is_there_again_after_a_restart_with_all_its_bytes()
    {
        Wire.TroubleCode[] codes =
        [
            Reports.Uds("C10087", status: 0x2F),
            new() { Ecu = "engine", Format = Wire.TroubleCodeFormat.J2012, Raw = ByteString.CopyFrom(0x04, 0x20) },
            new() { Ecu = "retarder", Format = Wire.TroubleCodeFormat.J1939, Raw = ByteString.CopyFrom(0x90, 0x0C, 0x14, 0x05) },
            new() { Ecu = "radio", Format = Wire.TroubleCodeFormat.Maker, Raw = ByteString.CopyFrom(new byte[16]) },
        ];
        await WriteAsync(Reports.Full(1, 1, 1, codes), Reports.Events(1, 2, 2, Reports.Cleared(codes[3])));
        TroubleCodeState state = await StateAsync();
        state.Current.Select(record => record.Entry.Code.Text).Should().Equal("P0420", "U0100-87", "SPN 3216 FMI 20");
        TroubleCodeEntry uds = state.Current[1].Entry;
        (uds.Status, uds.Occurrences, uds.FirstMs, uds.LastMs, uds.OdometerM, uds.FreezeFrame)
            .Should().Be(((UdsStatus)0x2F, 3u, Reports.At(0), Reports.At(1), 123_456u, "ff-1"));
        state.FullMs.Should().Be(Reports.At(1));
        TroubleCodeState text = TroubleCodeStateText.Read(TroubleCodeStateText.Write(state));
        text.Should().BeEquivalentTo(state, options => options.ComparingByMembers<TroubleCodeState>().ComparingByMembers<TroubleCodeBoot>());
    }

    [Fact]
    public async Task A_repeat_is_known_and_changes_nothing()
    {
        (await WriteAsync(Reports.Full(1, 1, 1, Reports.Uds()))).Should().Equal(TroubleCodeOutcome.Stored);
        (await WriteAsync(Reports.Full(1, 1, 1, Reports.Uds()), Reports.Full(1, 2, 2), Reports.Full(1, 2, 2)))
            .Should().Equal(TroubleCodeOutcome.Repeated, TroubleCodeOutcome.Stored, TroubleCodeOutcome.Repeated);
        (await HistoryAsync()).Should().HaveCount(2);
        (await StateAsync()).Current.Should().BeEmpty();
    }

    [Fact]
    public async Task Whatever_the_order_of_arrival_the_codes_now_and_then_are_the_same()
    {
        Wire.TroubleCodeReport[] clean =
        [
            Reports.Full(1, 1, 1, Reports.Uds("042000"), Reports.Uds("030000")),
            Reports.Events(1, 2, 2, Reports.Set(Reports.Uds("030100")), Reports.Cleared(Reports.Uds("042000"))),
            Reports.Full(2, 1, 20, Reports.Uds("030100")),
            Reports.Events(2, 2, 21, Reports.Set(Reports.Uds("042000"))),
            Reports.Events(2, 3, 22, Reports.Cleared(Reports.Uds("030100"))),
        ];
        await WriteAsync(clean);
        string[] now = await CodesAsync();
        now.Should().Equal("P0420-00");
        Random random = new(7);
        for (int i = 0; i < 10; i++)
        {
            Vid other = Vid.TryParse($"{i:x32}")!.Value;
            Wire.TroubleCodeReport[] disturbed = [.. clean, .. clean.Where(_ => random.Next(2) == 0)];
            random.Shuffle(disturbed);
            await WriteAsync(other, TroubleCodeLimits.Default, disturbed);
            (await CodesAsync(other)).Should().Equal(now);
            (await CodesAtAsync(other, minute: 5)).Should().Equal("P0300-00", "P0301-00");
            (await CodesAtAsync(other, minute: 21)).Should().Equal("P0301-00", "P0420-00");
            (await CodesAtAsync(other, minute: 60)).Should().Equal(now);
            (await CodesAtAsync(other, minute: 0)).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Many_reports_of_many_vehicles_at_once_are_all_there()
    {
        await using TroubleCodeStore one = Open(TroubleCodeLimits.Default);
        await using TroubleCodeStore two = Open(TroubleCodeLimits.Default);
        Vid[] vehicles = [.. Enumerable.Range(1, 10).Select(i => Vid.TryParse($"{i:x32}")!.Value)];
        IEnumerable<Task<TroubleCodeOutcome>> writes =
            from seq in Enumerable.Range(1, 8)
            from vehicle in vehicles
            select WriteAsync(seq % 2 == 0 ? one : two, vehicle, Reports.Events(1, (ulong)seq, seq, Reports.Set(Reports.Uds($"03{seq:x2}00"))));
        (await Task.WhenAll(writes)).Should().OnlyContain(outcome => outcome == TroubleCodeOutcome.Stored);
        foreach (Vid vehicle in vehicles) (await CodesAsync(vehicle)).Should().HaveCount(8, "no server overwrites what another one wrote");
    }

    [Fact]
    public async Task What_a_vehicle_sends_beyond_the_day_counts_and_is_not_kept()
    {
        TroubleCodeLimits limits = new() { ReportsPerDay = 2 };
        (await WriteAsync(Car, limits, Reports.Full(1, 1, 1), Reports.Events(1, 2, 2, Reports.Set(Reports.Uds("030000")))))
            .Should().OnlyContain(outcome => outcome == TroubleCodeOutcome.Stored);
        (await WriteAsync(Car, limits, Reports.Events(1, 3, 3, Reports.Set(Reports.Uds("030100"))))).Should().Equal(TroubleCodeOutcome.LeftOut);
        (await WriteAsync(Car, TroubleCodeLimits.Default with { BytesPerDay = 1 }, Reports.Events(1, 4, 4, Reports.Cleared(Reports.Uds("030000")))))
            .Should().Equal(TroubleCodeOutcome.LeftOut);
        (await CodesAsync()).Should().Equal("P0301-00");
        (await HistoryAsync()).Should().HaveCount(2);
        await using TroubleCodeStore store = Open(limits);
        (await store.FindAsync(Car, default))!.LeftOut.Should().Be(2);
        DateTimeOffset tomorrow = DateTimeOffset.FromUnixTimeMilliseconds(Reports.Now).AddDays(1);
        (await WriteAsync(store, Car, Reports.Events(1, 5, 5, Reports.Set(Reports.Uds("030200"))), tomorrow)).Should().Be(TroubleCodeOutcome.Stored);
    }

    [Fact]
    public async Task More_codes_than_a_vehicle_can_have_are_refused_and_leave_no_trace()
    {
        Wire.TroubleCode[] thousand = [.. Enumerable.Range(0, 1000).Select(i => Reports.Uds($"{i:x4}00"))];
        await WriteAsync(Reports.Full(1, 1, 1, thousand));
        (await WriteAsync(Reports.Events(1, 2, 2, Reports.Set(Reports.Uds("FFFF00"))))).Should().Equal(TroubleCodeOutcome.TooManyCodes);
        (await CodesAsync()).Should().HaveCount(1000);
        (await HistoryAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_vehicle_that_reported_nothing_has_nothing()
    {
        await using TroubleCodeStore store = Open(TroubleCodeLimits.Default);
        (await store.FindAsync(Car, default)).Should().BeNull();
        (await CodesAtAsync(Car, minute: 5)).Should().BeEmpty();
    }

    private static Task<TroubleCodeOutcome> WriteAsync(TroubleCodeStore store, Vid vehicle, Wire.TroubleCodeReport report, DateTimeOffset? received = null)
    {
        byte[] payload = report.ToByteArray();
        TroubleCodePayload read = TroubleCodeReader.TryRead(payload, out _)!;
        DateTimeOffset now = received ?? DateTimeOffset.FromUnixTimeMilliseconds(Reports.Now);
        return store.WriteAsync(vehicle, TroubleCodeClock.Judge(read, now, null), payload, default);
    }

    private Task<TroubleCodeOutcome[]> WriteAsync(params Wire.TroubleCodeReport[] reports) => WriteAsync(Car, TroubleCodeLimits.Default, reports);

    private async Task<TroubleCodeOutcome[]> WriteAsync(Vid vehicle, TroubleCodeLimits limits, params Wire.TroubleCodeReport[] reports)
    {
        await using TroubleCodeStore store = Open(limits);
        return await Task.WhenAll(reports.Select(report => WriteAsync(store, vehicle, report)));
    }

    private async Task<TroubleCodeState> StateAsync(Vid? vehicle = null)
    {
        await using TroubleCodeStore store = Open(TroubleCodeLimits.Default);
        return (await store.FindAsync(vehicle ?? Car, default))!.Read();
    }

    private async Task<string[]> CodesAsync(Vid? vehicle = null) =>
        [.. (await StateAsync(vehicle)).Current.Select(record => record.Entry.Code.Text)];

    private async Task<string[]> CodesAtAsync(Vid vehicle, int minute)
    {
        await using TroubleCodeStore store = Open(TroubleCodeLimits.Default);
        TroubleCodeState state = await store.StateAtAsync(vehicle, TroubleCodePlace.EndOf(Reports.At(minute)), default);
        return [.. state.Current.Select(record => record.Entry.Code.Text)];
    }

    private async Task<List<TroubleCodeReportRow>> HistoryAsync()
    {
        await using TroubleCodeStore store = Open(TroubleCodeLimits.Default);
        List<TroubleCodeReportRow> rows = [];
        await foreach (TroubleCodeReportRow row in store.ReportsAsync(Car, TroubleCodePlace.EndOf(-1), long.MaxValue, 100, default)) rows.Add(row);
        return rows;
    }

    private TroubleCodeStore Open(TroubleCodeLimits limits) => new(Database, limits, NullLogger<TroubleCodeStore>.Instance);
}

public sealed class SqliteTroubleCodeStoreTests : TroubleCodeStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresTroubleCodeStoreTests(PostgresServer server) : TroubleCodeStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
