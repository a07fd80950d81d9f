using Google.Rpc;
using Grpc.Core;

namespace Ota.Server.Hosting;

/// <summary>Collects what is wrong with a request, so that the caller learns everything at once (google.rpc.BadRequest).</summary>
internal sealed class Violations
{
    private readonly BadRequest _found = new();

    public bool Any => _found.FieldViolations.Count > 0;

    public void Add(string field, string whatToChange) =>
        _found.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = whatToChange });

    public void ThrowIfAny()
    {
        if (Any) throw ToException();
    }

    /// <summary>INVALID_ARGUMENT with all that was found.</summary>
    public RpcException ToException()
    {
        Google.Rpc.Status status = new()
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = string.Join(" ", _found.FieldViolations.Select(violation => $"{violation.Field}: {violation.Description}")),
            Details = { Google.Protobuf.WellKnownTypes.Any.Pack(_found) },
        };
        return status.ToRpcException();
    }
}
