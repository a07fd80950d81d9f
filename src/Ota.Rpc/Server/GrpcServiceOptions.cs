using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How services behave; set for all of them, or for one with <see cref="GrpcServiceOptions{TService}"/>.</summary>
public class GrpcServiceOptions
{
    private IList<ICompressionProvider>? _compressionProviders;

    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>The largest request message in bytes; null is no limit. 4 MiB unless set.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    /// <summary>The largest response message in bytes; null is no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Whether a caller sees the message of an unexpected exception. For development only.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>With what responses are compressed, e.g. <c>gzip</c>, where the caller accepts it; null is not at all.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard to try; null is the provider's own choice.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>The compressions known, gzip unless set.</summary>
    public IList<ICompressionProvider> CompressionProviders
    {
        get => _compressionProviders ??= [.. GzipCompressionProvider.Only];
        set => _compressionProviders = value;
    }

    /// <summary>Whether calls of unknown services are left to other endpoints instead of being answered UNIMPLEMENTED.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>What sees every call before the service, in order.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal IList<ICompressionProvider>? CompressionProvidersOrNull => _compressionProviders;
}

/// <summary>How one service behaves, on top of what is set for all. Interceptors given here come after the common ones.</summary>
/// <typeparam name="TService">The service.</typeparam>
public class GrpcServiceOptions<TService> : GrpcServiceOptions where TService : class
{
    private bool _maxReceiveSet;
    private bool _maxSendSet;

    /// <inheritdoc cref="GrpcServiceOptions.MaxReceiveMessageSize" />
    public new int? MaxReceiveMessageSize
    {
        get => base.MaxReceiveMessageSize;
        set => (base.MaxReceiveMessageSize, _maxReceiveSet) = (value, true);
    }

    /// <inheritdoc cref="GrpcServiceOptions.MaxSendMessageSize" />
    public new int? MaxSendMessageSize
    {
        get => base.MaxSendMessageSize;
        set => (base.MaxSendMessageSize, _maxSendSet) = (value, true);
    }

    internal MethodOptions MergeOver(GrpcServiceOptions common) => new(
        _maxReceiveSet ? MaxReceiveMessageSize : common.MaxReceiveMessageSize,
        _maxSendSet ? MaxSendMessageSize : common.MaxSendMessageSize,
        EnableDetailedErrors ?? common.EnableDetailedErrors ?? false,
        ResponseCompressionAlgorithm ?? common.ResponseCompressionAlgorithm,
        ResponseCompressionLevel ?? common.ResponseCompressionLevel,
        new CompressionProviders(CompressionProvidersOrNull ?? common.CompressionProviders),
        [.. common.Interceptors, .. Interceptors]);
}
