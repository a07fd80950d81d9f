using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Telemetry;

/// <summary>What `ota telemetry dtc` shows of a vehicle.</summary>
internal sealed class TroubleCodeViews(Session session, VehicleKey vehicle, string purpose)
{
    private const string Between = "..";
    private const int PageSize = 1000;

    public async Task ShowAsync()
    {
        ListTroubleCodesRequest request = new() { Vehicle = vehicle, Purpose = purpose };
        ListTroubleCodesResponse list = await session.CallAsync("Reading the trouble codes", options => session.Telemetry.ListTroubleCodesAsync(request, options));
        session.Write(list, output => output.WriteTable(TroubleCodeText.Headings, TroubleCodeText.Folded, list.Codes.Select(TroubleCodeText.CellsOf)));
        if (list.FullSetTime is null)
            session.Say("The vehicle has not said yet all that it has: there may be other codes.");
        else if (list.Codes.Count == 0)
            session.Say($"The vehicle has no trouble codes; it last said so in full on {Moments.WithDistance(list.FullSetTime, session.Now)}.");
    }

    public async Task ShowHistoryAsync(string? since)
    {
        ListTroubleCodeEventsRequest request = new()
        {
            Vehicle = vehicle,
            Purpose = purpose,
            StartTime = since is null ? null : Read(since, "--since").ToTimestamp(),
            PageSize = PageSize,
        };
        List<TroubleCodeEvent> events = [];
        do
        {
            ListTroubleCodeEventsResponse page =
                await session.CallAsync("Reading the history", options => session.Telemetry.ListTroubleCodeEventsAsync(request, options));
            events.AddRange(page.Events);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        if (session.Format is OutputFormat.Json)
            JsonOutput.WriteList(session.Around.Out, "events", events);
        else
            WriteTable("TIME", "WHAT", events.Select(one => (Moments.Utc(one.Code.ReportTime), one.Cleared ? "cleared" : "set", one.Code)));
    }

    public async Task CompareAsync(string times)
    {
        string[] ends = times.Split(Between, 2);
        CompareTroubleCodesRequest request = new()
        {
            Vehicle = vehicle,
            Purpose = purpose,
            BeforeTime = Read(ends[0], "--compare").ToTimestamp(),
            AfterTime = ends.Length == 1 ? null : Read(ends[1], "--compare").ToTimestamp(),
        };
        CompareTroubleCodesResponse difference =
            await session.CallAsync("Comparing", options => session.Telemetry.CompareTroubleCodesAsync(request, options));
        if (session.Format is OutputFormat.Json)
        {
            JsonOutput.Write(session.Around.Out, difference);
            return;
        }

        WriteTable("CHANGE", null, [
            .. difference.Appeared.Select(code => ("appeared", "", code)),
            .. difference.Changed.Select(code => ("changed", "", code)),
            .. difference.Gone.Select(code => ("gone", "", code)),
            .. difference.Same.Select(code => ("same", "", code)),
        ]);
        session.Say(difference.IsWorse ? "It is worse: a confirmed fault is new." : "It is not worse: no confirmed fault is new.");
    }

    private void WriteTable(string first, string? second, IEnumerable<(string First, string Second, TroubleCode Code)> rows)
    {
        int added = second is null ? 1 : 2;
        new TableOutput(session.Around).WriteTable(
            [first, .. second is null ? [] : new[] { second }, .. TroubleCodeText.Headings],
            TroubleCodeText.Folded + added,
            rows.Select(row => (string[])[row.First, .. second is null ? [] : new[] { row.Second }, .. TroubleCodeText.CellsOf(row.Code)]));
    }

    private DateTimeOffset Read(string text, string option) => TimeArgument.TryRead(text, session.Now)
        ?? throw CliException.BadUsage($"{option} takes {TimeArgument.Rule}, not '{Printable.Line(text)}'.");
}
