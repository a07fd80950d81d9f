using Ota.Core.Bundles.Director;

namespace Ota.Server.Bundles.Director;

/// <summary>What a vehicle was told, as stored; the time in Unix milliseconds.</summary>
internal sealed class AssignmentRow
{
    public const string Columns = "vid, number, time, operator, bundle, images";

    public string Vid { get; init; } = "";

    public long Number { get; init; }

    public long Time { get; init; }

    public string Operator { get; init; } = "";

    /// <summary>A digest; empty if all was taken back.</summary>
    public string Bundle { get; init; } = "";

    public string Images { get; init; } = "[]";

    public bool IsNothing => Bundle.Length == 0;

    public IReadOnlyList<DirectorImage> ReadImages() => ImagesText.Read(Images);
}
