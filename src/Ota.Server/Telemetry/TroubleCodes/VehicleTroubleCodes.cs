using System.Data.Common;
using Dapper;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Server.Rollouts;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>The trouble codes of one vehicle inside one transaction, which has their row for itself.</summary>
internal sealed class VehicleTroubleCodes(DbConnection connection, DbTransaction transaction, string vid, TroubleCodeLimits limits)
{
    private const long DayMs = 24 * 60 * 60 * 1000;

    private TroubleCodeState _stored = TroubleCodeState.Empty;
    private TroubleCodeState _state = TroubleCodeState.Empty;
    private long _received;
    private bool _isChanged;
    private long _day;
    private long _dayReports;
    private long _dayBytes;
    private long _leftOut;

    public async Task LoadAsync()
    {
        // An update of a row that is there takes its lock too: another server with the same vehicle waits here.
        const string take = """
            INSERT INTO trouble_codes (vid, state, day, day_reports, day_bytes, left_out) VALUES (@vid, '', 0, 0, 0, 0)
            ON CONFLICT (vid) DO UPDATE SET vid = excluded.vid
            """;
        await connection.ExecuteAsync(take, new { vid }, transaction);
        const string read = """
            SELECT state, day, day_reports AS DayReports, day_bytes AS DayBytes, left_out AS LeftOut FROM trouble_codes WHERE vid = @vid
            """;
        TroubleCodeRow row = await connection.QuerySingleAsync<TroubleCodeRow>(read, new { vid }, transaction);
        _state = _stored = row.Read();
        (_day, _dayReports, _dayBytes, _leftOut) = (row.Day, row.DayReports, row.DayBytes, row.LeftOut);
    }

    public async Task<TroubleCodeOutcome> TakeAsync(TroubleCodeWrite write)
    {
        TroubleCodeReport report = write.Report;
        object key = new { vid, boot = report.BootId.ToString(), stream = (long)report.Position.Stream, seq = (long)report.Position.Seq };
        const string find = "SELECT COUNT(*) FROM trouble_code_reports WHERE vid = @vid AND boot = @boot AND stream = @stream AND seq = @seq";
        if (await connection.ExecuteScalarAsync<long>(find, key, transaction) > 0) return TroubleCodeOutcome.Repeated;
        if (_state.TryApply(report) is not { } next) return TroubleCodeOutcome.TooManyCodes;
        (_state, _isChanged, _received) = (next, true, report.ReceivedMs);
        if (!TryCount(report.ReceivedMs, write.Payload.Length)) return TroubleCodeOutcome.LeftOut;
        const string insert = """
            INSERT INTO trouble_code_reports (vid, boot, stream, seq, captured, trusted, received, is_full, payload)
            VALUES (@vid, @boot, @stream, @seq, @captured, @trusted, @received, @full, @payload)
            """;
        object values = new
        {
            vid,
            boot = report.BootId.ToString(),
            stream = (long)report.Position.Stream,
            seq = (long)report.Position.Seq,
            captured = report.CapturedMs,
            trusted = report.IsTimeTrusted ? 1L : 0,
            received = report.ReceivedMs,
            full = report.IsFull ? 1L : 0,
            payload = Convert.ToBase64String(write.Payload.Span),
        };
        await connection.ExecuteAsync(insert, values, transaction);
        return TroubleCodeOutcome.Stored;
    }

    public async Task SaveAsync()
    {
        if (!_isChanged) return;
        const string sql = """
            UPDATE trouble_codes SET state = @state, day = @day, day_reports = @reports, day_bytes = @bytes, left_out = @leftOut WHERE vid = @vid
            """;
        object values = new { vid, state = TroubleCodeStateText.Write(_state), day = _day, reports = _dayReports, bytes = _dayBytes, leftOut = _leftOut };
        await connection.ExecuteAsync(sql, values, transaction);
        if (HasNewFault()) await Inbox.AddAsync(connection, transaction, vid, Inbox.Fault, DateTimeOffset.FromUnixTimeMilliseconds(_received));
    }

    private bool HasNewFault()
    {
        TroubleCodeEntry[] before = [.. _stored.Current.Select(record => record.Entry).Where(entry => entry.IsConfirmed)];
        return _state.Current.Any(record => record.Entry.IsConfirmed && !before.Any(record.Entry.IsSameFault));
    }

    private bool TryCount(long received, int bytes)
    {
        long day = received / DayMs;
        if (day > _day) (_day, _dayReports, _dayBytes) = (day, 0, 0);
        if (_dayReports >= limits.ReportsPerDay || _dayBytes + bytes > limits.BytesPerDay)
        {
            _leftOut++;
            return false;
        }

        _dayReports++;
        _dayBytes += bytes;
        return true;
    }
}
