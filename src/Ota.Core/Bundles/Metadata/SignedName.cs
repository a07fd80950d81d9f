namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// The rule for names that are compared. Where equality decides about trust, two texts that look alike must be one, which Uptane
/// 5.2 asks of Unicode by NFC; printable ASCII is NFC always, and also looks the same to every client and file system.
/// </summary>
internal static class SignedName
{
    public const int MaxLength = 256;

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('\\');

    /// <summary>A name that may be anything, as it may stand in a sentence or a log.</summary>
    public static string Show(string text) =>
        string.Create(Math.Min(text.Length, MaxLength), text, (shown, all) =>
        {
            for (int i = 0; i < shown.Length; i++) shown[i] = all[i] is >= ' ' and <= '~' ? all[i] : '?';
        });
}
