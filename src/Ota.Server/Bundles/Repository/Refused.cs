using Grpc.Core;

namespace Ota.Server.Bundles.Repository;

/// <summary>Refusals of this feature, each with a sentence that says what to do.</summary>
internal static class Refused
{
    public static RpcException Because(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));

    public static RpcException NoChange(string id) => new(new Status(StatusCode.NotFound, $"There is no change {id}."));

    public static RpcException IsOpen(ChangeRow change) =>
        new(new Status(StatusCode.AlreadyExists, $"{change.Name} is open for {change.Subject} already: sign that one, or drop it first."));
}
