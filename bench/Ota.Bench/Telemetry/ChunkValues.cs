using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Bench.Telemetry;

/// <summary>Counts values by the heads of chunks.</summary>
internal static class ChunkValues
{
    public static long Count(SqliteFile file)
    {
        ChunkDirectory directory = new();
        using SqliteStatement select = file.Prepare("SELECT body FROM chunks");
        long values = 0;
        while (select.Step())
        {
            foreach (ChunkColumn column in Chunk.Read(select.Blob(0)[..^Checked.Size], directory).Columns) values += column.Count;
        }
        return values;
    }
}
