namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// A signed part that is not what its role demands; thrown by <see cref="MetadataFields"/>, caught by <see cref="MetadataDecoder"/>.
/// </summary>
internal sealed class MalformedMetadataException(string problem) : Exception(problem);
