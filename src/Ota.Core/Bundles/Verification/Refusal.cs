namespace Ota.Core.Bundles.Verification;

/// <summary>Why something is not trusted.</summary>
/// <param name="Reason">For programs.</param>
/// <param name="File">The file or image, by its name in the repository.</param>
/// <param name="Sentence">For people: what is wrong with it.</param>
public sealed record Refusal(RefusalReason Reason, string File, string Sentence)
{
    /// <inheritdoc />
    public override string ToString() => $"{File}: {Sentence}";
}
