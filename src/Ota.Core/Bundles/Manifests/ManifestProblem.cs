namespace Ota.Core.Bundles.Manifests;

/// <summary>Something wrong in a manifest.</summary>
/// <param name="Pointer">Where: a JSON Pointer (RFC 6901); empty is the whole document.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record ManifestProblem(string Pointer, string Sentence);
