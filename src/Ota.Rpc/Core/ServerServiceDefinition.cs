namespace Grpc.Core;

/// <summary>The methods of one service instance with their handlers, as generated <c>BindService(impl)</c> returns them.</summary>
public sealed class ServerServiceDefinition
{
    private readonly IReadOnlyList<Action<ServiceBinderBase>> _methods;

    private ServerServiceDefinition(IReadOnlyList<Action<ServiceBinderBase>> methods) => _methods = methods;

    /// <summary>Starts a definition.</summary>
    public static Builder CreateBuilder() => new();

    /// <summary>Names every method to a binder, in the order in which they were added.</summary>
    /// <param name="serviceBinder">Takes the methods.</param>
    public void BindService(ServiceBinderBase serviceBinder)
    {
        foreach (Action<ServiceBinderBase> add in _methods)
            add(serviceBinder);
    }

    /// <summary>Collects the methods of a definition.</summary>
    public sealed class Builder
    {
        private readonly List<Action<ServiceBinderBase>> _methods = [];
        private readonly HashSet<string> _names = [];

        internal Builder()
        {
        }

        /// <summary>Adds a unary method.</summary>
        /// <exception cref="ArgumentException">A method of this name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
            where TRequest : class where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a client streaming method.</summary>
        /// <exception cref="ArgumentException">A method of this name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a server streaming method.</summary>
        /// <exception cref="ArgumentException">A method of this name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method that streams both ways.</summary>
        /// <exception cref="ArgumentException">A method of this name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Ends the definition.</summary>
        public ServerServiceDefinition Build() => new([.. _methods]);

        private Builder Add(IMethod method, Action<ServiceBinderBase> add)
        {
            if (!_names.Add(method.FullName))
                throw new ArgumentException($"{method.FullName} was added twice.", nameof(method));
            _methods.Add(add);
            return this;
        }
    }
}
