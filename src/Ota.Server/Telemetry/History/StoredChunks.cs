namespace Ota.Server.Telemetry.History;

/// <summary>Reads chunks of one file on a reading connection.</summary>
internal static class StoredChunks
{
    public delegate void Take(ReadOnlySpan<byte> body);

    /// <summary>Gives the chunks of a vehicle that touch [from, to), and then says up to where its journal is in chunks.</summary>
    /// <returns>The sealed position, and how many chunks are damaged.</returns>
    public static (long Sealed, int Damaged) Of(SqliteFile file, VehicleKey vehicle, long from, long to, Take take)
    {
        using SqliteStatement find = file.Prepare("SELECT id, sealed FROM vehicles WHERE vid = ?1");
        if (!find.Bind(1, vehicle).Step()) return (0, 0);
        long id = find.Long(0);
        long sealedTo = find.Long(1);
        using SqliteStatement select = file.Prepare("SELECT body FROM chunks WHERE vehicle = ?1 AND first < ?2 AND last >= ?3 ORDER BY id");
        select.Bind(1, id).Bind(2, to).Bind(3, from);
        int damaged = 0;
        while (select.Step())
        {
            if (Checked.TryOpen(select.Blob(0), out ReadOnlySpan<byte> body))
                take(body);
            else
                damaged++;
        }
        return (sealedTo, damaged);
    }
}
