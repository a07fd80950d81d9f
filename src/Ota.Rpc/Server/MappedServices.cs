using Google.Protobuf.Reflection;

namespace Grpc.AspNetCore.Server;

/// <summary>The services that were mapped, for reflection and for health.</summary>
internal sealed class MappedServices
{
    private readonly List<ServiceDescriptor> _descriptors = [];

    public IReadOnlyList<ServiceDescriptor> Descriptors => _descriptors;

    public bool Knows(string? service) => _descriptors.Exists(descriptor => descriptor.FullName == service);

    public void Add(ServiceDescriptor descriptor)
    {
        if (!_descriptors.Contains(descriptor))
            _descriptors.Add(descriptor);
    }
}
