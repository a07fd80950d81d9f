namespace Ota.Core.Bundles.Director;

/// <summary>Something that keeps a vehicle from being told to install a bundle.</summary>
/// <param name="Reason">For those who branch or count.</param>
/// <param name="Sentence">For people: what is in the way, and what to do.</param>
public sealed record AssignmentRefusal(AssignmentRefusalReason Reason, string Sentence);
