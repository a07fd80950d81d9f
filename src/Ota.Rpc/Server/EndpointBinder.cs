using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server;

/// <summary>Turns each method that generated code names into an endpoint.</summary>
internal sealed class EndpointBinder<[DynamicallyAccessedMembers(ServiceBinding.Members)] TService>(
    IEndpointRouteBuilder routes, MethodOptions options, ServerServices services) : ServiceBinderBase
    where TService : class
{
    private readonly ServiceActivator<TService> _activator = new(services);
    private readonly IReadOnlyList<InterceptorActivator> _interceptors =
        [.. options.Interceptors.Select(registration => new InterceptorActivator(registration, services))];
    private readonly List<IEndpointConventionBuilder> _endpoints = [];

    public IReadOnlyList<IEndpointConventionBuilder> Endpoints => _endpoints;

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var service = Open<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(
            method, typeof(TRequest), typeof(ServerCallContext));
        UnaryServerMethod<TRequest, TResponse> invoke = (request, context) => service(Activate(context), request, context);
        Map(method, new UnaryCallHandler<TRequest, TResponse>(method, options, services, InterceptorPipeline.Wrap(invoke, _interceptors)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var service = Open<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        ClientStreamingServerMethod<TRequest, TResponse> invoke = (requests, context) => service(Activate(context), requests, context);
        Map(method, new ClientStreamingCallHandler<TRequest, TResponse>(method, options, services, InterceptorPipeline.Wrap(invoke, _interceptors)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var service = Open<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        ServerStreamingServerMethod<TRequest, TResponse> invoke =
            (request, responses, context) => service(Activate(context), request, responses, context);
        Map(method, new ServerStreamingCallHandler<TRequest, TResponse>(method, options, services, InterceptorPipeline.Wrap(invoke, _interceptors)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var service = Open<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        DuplexStreamingServerMethod<TRequest, TResponse> invoke =
            (requests, responses, context) => service(Activate(context), requests, responses, context);
        Map(method, new DuplexStreamingCallHandler<TRequest, TResponse>(method, options, services, InterceptorPipeline.Wrap(invoke, _interceptors)));
    }

    private TService Activate(ServerCallContext context) => _activator.Activate(context.GetHttpContext());

    /// <summary>The service's own method as a delegate that takes the instance first.</summary>
    private static TDelegate Open<TDelegate>(IMethod method, params Type[] parameters) where TDelegate : Delegate
    {
        MethodInfo found = typeof(TService).GetMethod(method.Name, BindingFlags.Instance | BindingFlags.Public, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name} for {method.FullName}.");
        return found.CreateDelegate<TDelegate>();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The handler is a RequestDelegate: nothing is bound by reflection.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The handler is a RequestDelegate: nothing is generated.")]
    private void Map(IMethod method, ServerCallHandler handler)
    {
        // For every verb, and the handler refuses the others: routing then has one candidate and looks no further.
        IEndpointConventionBuilder endpoint = routes.Map(method.FullName, (RequestDelegate)handler.HandleAsync);
        endpoint.WithDisplayName($"gRPC - {method.FullName}");
        endpoint.WithMetadata(new GrpcMethodMetadata(typeof(TService), method));
        foreach (object attribute in typeof(TService).GetCustomAttributes(inherit: true))
            endpoint.WithMetadata(attribute);
        _endpoints.Add(endpoint);
    }
}
