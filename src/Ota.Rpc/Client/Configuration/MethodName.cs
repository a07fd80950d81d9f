namespace Grpc.Net.Client.Configuration;

/// <summary>Names a method, all methods of a service, or all methods.</summary>
public sealed class MethodName
{
    /// <summary>All methods.</summary>
    public static readonly MethodName Default = new();

    /// <summary>The service's full name; null or empty is all services.</summary>
    public string? Service { get; set; }

    /// <summary>The method's own name; null or empty is all methods of the service.</summary>
    public string? Method { get; set; }
}
