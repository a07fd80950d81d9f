using Ota.Core.Vehicles;

namespace Ota.Server.Bridge;

/// <summary>
/// The client ids that a vehicle may use: its vid, or the vid, a hyphen and one character of 0-9 and a-z for further connections. They
/// are few, so that a revocation can name each without a list of who is connected.
/// </summary>
internal static class VehicleClientId
{
    private const string Suffixes = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static IEnumerable<string> AllOf(string vid) => Suffixes.Select(suffix => $"{vid}-{suffix}").Prepend(vid);

    public static bool IsOf(Vid vid, string clientId)
    {
        if (!clientId.StartsWith(vid.Value, StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> rest = clientId.AsSpan(Vid.Length);
        return rest.IsEmpty || (rest.Length == 2 && rest[0] == '-' && Suffixes.Contains(rest[1]));
    }
}
