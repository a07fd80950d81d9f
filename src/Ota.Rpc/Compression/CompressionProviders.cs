using System.Diagnostics.CodeAnalysis;
using Grpc.Protocol;

namespace Grpc.Net.Compression;

/// <summary>The compressions that one side knows.</summary>
internal sealed class CompressionProviders(IEnumerable<ICompressionProvider> providers)
{
    private readonly ICompressionProvider[] _providers = [.. providers];

    public static CompressionProviders Default { get; } = new(GzipCompressionProvider.Only);

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string AcceptEncoding => field ??= string.Join(',', _providers.Select(provider => provider.EncodingName).Prepend(GrpcHeaders.Identity));

    public bool TryGet(string? encoding, [NotNullWhen(true)] out ICompressionProvider? provider)
    {
        foreach (ICompressionProvider candidate in _providers)
        {
            if (string.Equals(candidate.EncodingName, encoding, StringComparison.OrdinalIgnoreCase))
            {
                provider = candidate;
                return true;
            }
        }
        provider = null;
        return false;
    }
}
