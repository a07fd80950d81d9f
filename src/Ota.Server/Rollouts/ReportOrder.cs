using System.Data.Common;
using System.Globalization;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>
/// The vehicles of a rollout in the order of vids, which is the order of reports. 24 bytes a vehicle, since sorting pages of joined rows
/// anew each time would take minutes.
/// </summary>
internal sealed class ReportOrder
{
    private readonly long[] _numbers;

    private ReportOrder(long[] numbers) => _numbers = numbers;

    public IEnumerable<long[]> Pages(int size) => _numbers.Chunk(size);

    public static async Task<ReportOrder> ReadAsync(Database database, long rollout, CancellationToken stop)
    {
        List<UInt128> vids = [];
        List<long> numbers = [];
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT v.vid, i.vehicle FROM installs i JOIN vehicles v ON v.number = i.vehicle WHERE i.rollout = @rollout";
        await using DbDataReader reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, new { rollout }, cancellationToken: stop));
        while (await reader.ReadAsync(stop))
        {
            // Of 32 digits each, so the order of numbers is that of texts.
            vids.Add(UInt128.Parse(reader.GetString(0), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            numbers.Add(reader.GetInt64(1));
        }

        UInt128[] keys = [.. vids];
        long[] sorted = [.. numbers];
        Array.Sort(keys, sorted);
        return new ReportOrder(sorted);
    }
}
