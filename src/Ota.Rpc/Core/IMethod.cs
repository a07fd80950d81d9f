namespace Grpc.Core;

/// <summary>A method of a service without its message types.</summary>
public interface IMethod
{
    /// <summary>The call kind.</summary>
    MethodType Type { get; }

    /// <summary>The service's full name, e.g. <c>ota.v1.System</c>.</summary>
    string ServiceName { get; }

    /// <summary>The method's own name, e.g. <c>GetStatus</c>.</summary>
    string Name { get; }

    /// <summary>The path of the call, e.g. <c>/ota.v1.System/GetStatus</c>.</summary>
    string FullName { get; }
}
