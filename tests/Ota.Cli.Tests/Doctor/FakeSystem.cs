using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Tests.Doctor;

/// <summary>A server's account of itself, as a test wants it.</summary>
internal sealed class FakeSystem : V1.System.SystemBase
{
    public List<SystemCheck> Checks { get; } = [];

    /// <summary>Instead of an answer.</summary>
    public RpcException? Failure { get; set; }

    public GetStatusRequest? Asked { get; private set; }

    public override Task<SystemStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        Asked = request;
        if (Failure is not null) throw Failure;
        return Task.FromResult(new SystemStatus { Version = new V1.Version { Version_ = "0.0.9" }, Checks = { Checks } });
    }
}
