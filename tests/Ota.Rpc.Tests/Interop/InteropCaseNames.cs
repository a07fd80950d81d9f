namespace Ota.Rpc.Tests.Interop;

/// <summary>The cases of the gRPC interop suite that need no Google credentials, and a few more.</summary>
internal static class InteropCaseNames
{
    public static readonly string[] All =
    [
        "empty_unary", "large_unary", "client_compressed_unary", "server_compressed_unary", "client_streaming",
        "client_compressed_streaming", "server_streaming", "server_compressed_streaming", "ping_pong", "empty_stream",
        "cancel_after_begin", "cancel_after_first_response", "timeout_on_sleeping_server", "status_code_and_message",
        "special_status_message", "unimplemented_method", "unimplemented_service", "custom_metadata",
        "large_metadata", "binary_metadata", "repeated_binary_metadata", "concurrent_large_unary",
    ];
}
