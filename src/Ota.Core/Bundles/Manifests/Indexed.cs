namespace Ota.Core.Bundles.Manifests;

/// <summary>An item of a list with its place, so that a problem with it can be pointed to.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Index">Counted from 0.</param>
/// <param name="Value">The item.</param>
public sealed record Indexed<T>(int Index, T Value);
