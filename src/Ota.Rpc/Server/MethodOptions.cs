using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>What holds for the methods of one service, merged once at start.</summary>
internal sealed record MethodOptions(
    int? MaxReceiveMessageSize,
    int? MaxSendMessageSize,
    bool DetailedErrors,
    string? ResponseCompression,
    CompressionLevel? ResponseCompressionLevel,
    CompressionProviders Compressions,
    IReadOnlyList<InterceptorRegistration> Interceptors);
