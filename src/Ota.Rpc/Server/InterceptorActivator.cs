using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Gives an interceptor for a call: the registered singleton, or one resolved or made for the call.</summary>
internal sealed class InterceptorActivator(InterceptorRegistration registration, ServerServices services)
{
    private readonly Lazy<Interceptor?> _singleton = new(() => (Interceptor?)services.FindSingleton(registration.Type));

    public Interceptor Activate(ServerCallContext context) =>
        _singleton.Value ?? registration.Activate(context.GetHttpContext());
}
