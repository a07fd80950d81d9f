using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Output;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Signing;

/// <summary>What a change does, in lines for the person who is about to sign it, computed from the bytes alone.</summary>
internal static class ChangeReview
{
    private const int MostLines = 200;

    /// <param name="payload">The bytes.</param>
    /// <param name="published">What is published of the role; null if nothing.</param>
    /// <param name="now">For distances.</param>
    public static IEnumerable<string> Of(ChangePayload payload, TargetsMetadata? published, DateTimeOffset now)
    {
        TargetsMetadata next = payload.Metadata;
        string from = published is null ? "nothing is published before it" : Say($"published is version {published.Version}");
        yield return Say($"Role {payload.Role}, version {next.Version} ({from}), {next.Targets.Count} images, {next.Delegations?.Roles.Count ?? 0} delegations.");
        string expiry = Moments.WithDistance(next.Expires.ToTimestamp(), now);
        yield return published is null || published.Expires == next.Expires ? $"Expires {expiry}." : $"Expires {expiry}; what is published expires {Moments.Utc(published.Expires.ToTimestamp())}.";
        string[] differences = [.. Images(next, published), .. Delegated(next.Delegations, published?.Delegations), .. Extra(next, published)];
        foreach (string line in differences.Take(MostLines)) yield return line;
        if (differences.Length > MostLines) yield return $"  and {differences.Length - MostLines} more: see `ota repo show --output json`.";
        if (differences.Length == 0) yield return "  No image and no delegation differs.";
        yield return $"SHA-256 of the bytes to sign: {payload.Sha256}";
    }

    private static IEnumerable<string> Images(TargetsMetadata next, TargetsMetadata? published)
    {
        foreach ((TargetPath path, TargetEntry entry) in next.Targets.OrderBy(one => one.Key.Value, StringComparer.Ordinal))
        {
            TargetEntry? before = published?.Targets.GetValueOrDefault(path);
            if (before is null) yield return $"  + {path}: {Describe(entry)}";
            else if (before != entry) yield return $"  ! {path}: {Describe(entry)}; published is {Describe(before)}";
        }

        foreach ((TargetPath path, TargetEntry entry) in (published?.Targets ?? new Dictionary<TargetPath, TargetEntry>()).OrderBy(one => one.Key.Value, StringComparer.Ordinal))
        {
            if (!next.Targets.ContainsKey(path)) yield return $"  - {path}: {Describe(entry)}";
        }
    }

    private static string Describe(TargetEntry entry)
    {
        string custom = ImageCustom.TryRead(entry.Custom) is { } about
            ? Say($", for {string.Join(" ", about.HardwareIds)}, release {about.ReleaseCounter?.ToString(CultureInfo.InvariantCulture) ?? "not counted"}")
            : "";
        return $"{ByteCount.Of(entry.Length)}, {(entry.Hashes.Sha256 is { } hash ? $"SHA-256 {hash}" : $"SHA-512 {entry.Hashes.Sha512}")}{custom}";
    }

    private static IEnumerable<string> Delegated(Delegations? next, Delegations? published)
    {
        Dictionary<RoleName, string> before = Lines(published);
        Dictionary<RoleName, string> after = Lines(next);
        foreach ((RoleName name, string line) in after)
        {
            string? earlier = before.GetValueOrDefault(name);
            if (earlier is null) yield return $"  + delegation {name}: {line}";
            else if (earlier != line) yield return $"  ! delegation {name}: {line}; published is {earlier}";
        }

        foreach ((RoleName name, string line) in before.Where(one => !after.ContainsKey(one.Key))) yield return $"  - delegation {name}: {line}";
        bool isReordered = !before.Keys.Where(after.ContainsKey).SequenceEqual(after.Keys.Where(before.ContainsKey));
        if (isReordered) yield return $"  ! delegations are asked in another order: {string.Join(", ", after.Keys)}";
    }

    private static Dictionary<RoleName, string> Lines(Delegations? delegations) =>
        (delegations?.Roles ?? []).ToDictionary(role => role.Name, role => Describe(role, delegations!));

    private static string Describe(DelegatedRole role, Delegations delegations)
    {
        IEnumerable<string> keys = role.Keys.KeyIds.Select(id => delegations.Keys.GetValueOrDefault(id) is { } key ? $"{id} ({KeyText.SchemeOf(key)})" : $"{id} (unknown)");
        string paths = role.Paths.Count > 0 ? string.Join(" ", role.Paths) : $"paths whose SHA-256 begins with {string.Join(" ", role.PathHashPrefixes)}";
        string hardware = role.HardwareIds.Count > 0 ? $" for {string.Join(" ", role.HardwareIds)}" : "";
        return Say($"{paths}{hardware}{(role.Terminating ? ", terminating" : "")}, {role.Keys.Threshold} of the keys {string.Join(", ", keys)}");
    }

    private static IEnumerable<string> Extra(TargetsMetadata next, TargetsMetadata? published) =>
        published is not null && !next.Extra.Equals(published.Extra) || (published is null && next.Extra.Count > 0)
            ? ["  ! members beside those of the standard: " + string.Join(", ", next.Extra.Members.Select(member => member.Key))]
            : [];

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
