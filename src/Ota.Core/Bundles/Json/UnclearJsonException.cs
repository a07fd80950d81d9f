namespace Ota.Core.Bundles.Json;

/// <summary>JSON that clients would read differently; thrown and caught within <see cref="StrictJson"/>.</summary>
internal sealed class UnclearJsonException(string problem) : Exception(problem);
