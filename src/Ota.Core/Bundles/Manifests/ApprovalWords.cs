namespace Ota.Core.Bundles.Manifests;

/// <summary>How manifests write <see cref="ApprovalState"/>.</summary>
internal static class ApprovalWords
{
    public static IReadOnlyList<string> All { get; } = ["notNeeded", "requested", "granted"];

    public static string Of(ApprovalState state) => All[(int)state - 1];

    public static ApprovalState Read(string word) => (ApprovalState)(All.ToList().IndexOf(word) + 1);
}
