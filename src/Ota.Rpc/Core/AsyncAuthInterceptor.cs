namespace Grpc.Core;

/// <summary>Adds what proves the caller to the metadata of a call.</summary>
/// <param name="context">The call.</param>
/// <param name="metadata">Where the proof goes.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
