using System.Buffers;
using System.Text;

namespace Ota.Core.Rollouts.Reports;

/// <summary>One form of a report.</summary>
internal abstract class ReportWriter(ReportHeader header, IBufferWriter<byte> output)
{
    protected ReportHeader Header => header;

    protected IBufferWriter<byte> Output => output;

    /// <summary>What stands before the first row.</summary>
    public abstract void Begin();

    public abstract void Row(ReportRow row, ReportCategory category);

    /// <summary>What stands after the last one.</summary>
    public abstract void End(ReportTally tally);

    protected void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
