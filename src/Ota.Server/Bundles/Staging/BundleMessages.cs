using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Ota.Server.Bundles.Staging;

internal static class BundleMessages
{
    public static V1.Bundle From(BundleRow row, IEnumerable<BundleImageRow> images) => new()
    {
        Name = $"bundles/{row.Digest}",
        Title = row.Title,
        Version = row.Version,
        State = row.State,
        Role = row.Role,
        Creator = $"operators/{row.Creator}",
        CreateTime = TimeOf(row.Created),
        StageTime = TimeOf(row.Staged),
        Change = NameOf(row.Change),
        Signatures = (int)row.Signatures,
        Threshold = (int)row.Threshold,
        WithdrawalReason = row.WithdrawalReason,
        WithdrawTime = TimeOf(row.Withdrawn),
        WithdrawalChange = NameOf(row.WithdrawalChange),
        Manifest = ByteString.CopyFrom(row.Manifest, Encoding.ASCII),
        Images = { images.Select(From) },
    };

    private static V1.BundleImage From(BundleImageRow image) => new()
    {
        Path = image.Path,
        Sha256 = image.Sha256,
        Length = image.Length,
        HardwareIds = { image.HardwareIds.Split(' ') },
        ReleaseCounter = image.ReleaseCounter,
    };

    private static string NameOf(string? change) => change is null ? "" : $"changes/{change}";

    private static Timestamp? TimeOf(long? milliseconds) =>
        milliseconds is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time).ToTimestamp() : null;
}
