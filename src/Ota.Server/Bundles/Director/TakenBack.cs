using Ota.Core.Bundles.Director;

namespace Ota.Server.Bundles.Director;

/// <summary>
/// What a vehicle may be installing although it was cleared, replaced or withdrawn. It had the files that said so, and until an inventory
/// that came after the taking back nobody knows what it made of them.
/// </summary>
internal sealed class TakenBack(DescribeBundle describe)
{
    /// <summary>The images.</summary>
    /// <param name="history">What the vehicle was told, the newest first.</param>
    /// <param name="files">What was signed for it; null if it never asked, and so has nothing.</param>
    /// <param name="told">What it is told now; null if nothing.</param>
    /// <param name="proven">When its latest inventory came that was proven; null if none did.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<IReadOnlyList<DirectorImage>> FindAsync(
        IReadOnlyList<AssignmentRow> history, DirectorFiles? files, AssignmentRow? told, DateTimeOffset? proven, CancellationToken stop)
    {
        List<DirectorImage> images = [];
        for (int i = 0; files is not null && i < history.Count; i++)
        {
            AssignmentRow row = history[i];
            if (row.IsNothing || row == told || !MayHaveBeenSigned(row, files)) continue;
            DateTimeOffset? end = i > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(history[i - 1].Time) : await EndAsync(row, files, stop);
            if (proven is null || end is null || proven <= end) images.AddRange(row.ReadImages());
        }

        return images;
    }

    // Versions only rise, so what was told after the newest signed file was never in one.
    private static bool MayHaveBeenSigned(AssignmentRow row, DirectorFiles files) =>
        files.Assignment > 0 ? row.Number <= files.Assignment : row.Time <= files.Targets.Signed.ToUnixTimeMilliseconds();

    // Nothing was told since, so its bundle must have gone: withdrawn, or not published any more, which the vehicle's next files showed first.
    private async Task<DateTimeOffset?> EndAsync(AssignmentRow row, DirectorFiles files, CancellationToken stop) =>
        (await describe(row.Bundle, stop))?.Withdrawn ?? (files.Assignment == row.Number ? null : files.Targets.Signed);
}
