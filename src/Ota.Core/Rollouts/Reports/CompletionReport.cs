using System.Buffers;

namespace Ota.Core.Rollouts.Reports;

/// <summary>
/// The completion report of a rollout as of a moment: the same bytes from the same history, whoever writes it and whenever. Memory does not grow
/// with the rows: they leave as they come, and what is counted follows them.
/// </summary>
/// <param name="rollout">The rollout, with population and digest as they were then.</param>
/// <param name="subject">Of its bundle and its population.</param>
/// <param name="asOf">As of when.</param>
/// <param name="form">How it is written.</param>
public sealed class CompletionReport(Rollout rollout, ReportSubject subject, DateTimeOffset asOf, ReportForm form)
{
    private const int PieceSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new(PieceSize);
    private readonly ReportHeader _header = new(rollout, subject, asOf);
    private ReportWriter? _writer;
    private ReportTally? _tally;
    private string _last = "";

    /// <summary>The rollout.</summary>
    public Rollout Rollout => rollout;

    /// <summary>What was rolled out, and to whom.</summary>
    public ReportSubject Subject => subject;

    /// <summary>As of when.</summary>
    public DateTimeOffset AsOf => asOf;

    /// <summary>How it is written.</summary>
    public ReportForm Form => form;

    /// <summary>Takes the next vehicle.</summary>
    /// <param name="row">In the order of vids.</param>
    /// <returns>Bytes to send now; empty if there are none yet. They stay as they are.</returns>
    /// <exception cref="ArgumentException">The row is not in the order of vids.</exception>
    public ReadOnlyMemory<byte> Add(ReportRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (string.CompareOrdinal(row.Vid, _last) <= 0) throw new ArgumentException($"The vehicle {row.Vid} does not come after {_last}.", nameof(row));
        _last = row.Vid;
        ReportCategory category = ReportCategories.Of(row);
        ReportWriter writer = Begin();
        _tally!.Add(row, category);
        writer.Row(row, category);
        return _output.WrittenCount >= PieceSize ? Take() : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>The rest: counts that sum to the population, curve, work lists. Ends the object's use.</summary>
    public ReadOnlyMemory<byte> End()
    {
        Begin().End(_tally!);
        return Take();
    }

    private ReportWriter Begin()
    {
        if (_writer is not null) return _writer;
        _tally = new ReportTally(_header.Started, asOf);
        _writer = form switch
        {
            ReportForm.Json => new JsonReport(_header, _output),
            ReportForm.Csv => new CsvReport(_header, _output),
            _ => new TextReport(_header, _output),
        };
        _writer.Begin();
        return _writer;
    }

    private ReadOnlyMemory<byte> Take()
    {
        byte[] piece = _output.WrittenSpan.ToArray();
        _output.ResetWrittenCount();
        return piece;
    }
}
