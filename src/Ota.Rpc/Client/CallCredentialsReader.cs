using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Collects what the credentials of the channel and of the call add to the metadata.</summary>
internal sealed class CallCredentialsReader : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    /// <summary>The metadata to add, or null when there are no credentials.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: credentials would go over plain text. UNAVAILABLE: a credential could not be got.</exception>
    public static ValueTask<Metadata?> ReadAsync(
        GrpcChannel channel, IMethod method, CallCredentials? own, CancellationToken cancellationToken)
    {
        if (own is null && channel.CallCredentials.Count == 0)
            return default;
        if (channel.Address.Scheme != Uri.UriSchemeHttps && !channel.Options.UnsafeUseInsecureChannelCallCredentials)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "Call credentials are not sent over plain text: use an https address."));
        CallCredentialsReader reader = new();
        foreach (CallCredentials credentials in channel.CallCredentials)
            credentials.InternalPopulateConfiguration(reader, null);
        own?.InternalPopulateConfiguration(reader, null);
        string service = channel.Address.GetLeftPart(UriPartial.Authority) + "/" + method.ServiceName;
        return reader.ReadAsync(new AuthInterceptorContext(service, method.Name, cancellationToken));
    }

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (CallCredentials part in credentials)
            part.InternalPopulateConfiguration(this, state);
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => _interceptors.Add(interceptor);

    private async ValueTask<Metadata?> ReadAsync(AuthInterceptorContext context)
    {
        Metadata metadata = [];
        try
        {
            foreach (AsyncAuthInterceptor interceptor in _interceptors)
                await interceptor(context, metadata).WaitAsync(context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RpcException && !context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The credentials could not be got: {exception.Message}", exception));
        }
        return metadata;
    }
}
