using System.Net.Sockets;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Ota.Cli.Connection;

/// <summary>Turns a failed call into what the operator reads and what the script gets.</summary>
internal static class CallFailure
{
    // Where a field of a request comes from on the command line.
    private static readonly Dictionary<string, string> Origins = new()
    {
        ["operator_id"] = "NAME",
        ["parent"] = "NAME",
        ["name"] = "NAME",
        ["roles"] = "--role",
        ["credential.lifetime_days"] = "--days",
        ["credential.token"] = "--token",
        ["vehicle.vin"] = "VEHICLE",
        ["vehicle.vid"] = "VEHICLE",
        ["signal"] = "SIGNAL",
        ["filter"] = "--filter",
        ["purpose"] = "--purpose",
        ["reason"] = "--reason",
        ["serial"] = "ECU",
        ["import_id"] = "--id",
        ["set"] = "TAG",
        ["remove"] = "--remove",
        ["sha256"] = "SHA256",
        ["keys"] = "--key",
        ["threshold"] = "--threshold",
        ["paths"] = "--path",
        ["hardware_ids"] = "--hardware-id",
        ["role"] = "ROLE",
        ["specification.title"] = "--title",
        ["specification.bundle"] = "--bundle",
        ["specification.policy"] = "--policy",
        ["specification.filter"] = "--filter",
        ["specification.purpose"] = "--purpose",
        ["as_of_time"] = "--as-of",
        ["states"] = "--state",
        ["work"] = "--work",
        ["rollout"] = "--rollout",
    };

    public static CliException Explain(RpcException failure, ServerConnection connection)
    {
        ConnectionSettings settings = connection.Settings;
        string sentence = failure.Status.Detail;
        if (connection.TrustProblem is { } untrusted) return CliException.Refused(untrusted);
        return failure.StatusCode switch
        {
            StatusCode.Unavailable when failure.Status.DebugException is { } cause => NotConnected(cause, connection),
            StatusCode.Unavailable => CliException.NotReachable($"{settings.Address} cannot serve the call: {sentence}"),
            StatusCode.DeadlineExceeded when !connection.Answered => CliException.NotReachable(
                $"Cannot reach {settings.Address}: no answer within {settings.Timeout.TotalSeconds:0} s. Is the address right, and does a firewall let it pass?"),
            StatusCode.DeadlineExceeded => CliException.Refused(
                $"{settings.Address} did not finish within {settings.Timeout.TotalSeconds:0} s; look whether the change was made, or allow more with --timeout."),
            StatusCode.Cancelled => CliException.NotReachable(
                $"{settings.Address} ended the call: {sentence} Check the address, and whether the port is for {settings.Server.Scheme}."),
            StatusCode.InvalidArgument => new CliException(ExitCode.Refused, Violations(failure)),
            StatusCode.Unimplemented => CliException.Refused($"{settings.Address} does not know this call: it is an older or another server. {sentence}"),
            StatusCode.Internal or StatusCode.Unknown => CliException.Refused($"{settings.Address} failed: {sentence} Its log says more."),
            _ => CliException.Refused(sentence.Length > 0 ? sentence : $"{settings.Address} refused the call ({failure.StatusCode})."),
        };
    }

    private static CliException NotConnected(Exception cause, ServerConnection connection)
    {
        ConnectionSettings settings = connection.Settings;
        Exception root = cause.GetBaseException();
        if (root is SocketException && !connection.Answered)
        {
            return CliException.NotReachable(
                $"Cannot reach {settings.Address}: {root.Message.TrimEnd('.')}. Is the server running? Try: dotnet run --project src/Ota.Server -- --data DIR, or check the address.");
        }
        if (!connection.Answered)
            return CliException.NotReachable($"{settings.Address} does not speak TLS as an OTA server does: {root.Message} Check the address and the port.");
        return settings.Credential is OperatorCredential.Certificate files && cause is (HttpRequestException or OperationCanceledException)
            ? CliException.Refused($"{settings.Address} ended the connection: {root.Message} It may not know the CA of {files.CertificateFile}; use a credential that this server issued.")
            : CliException.NotReachable($"The connection to {settings.Address} was lost: {root.Message} Try again.");
    }

    private static string[] Violations(RpcException failure)
    {
        BadRequest? details;
        try
        {
            details = failure.GetRpcStatus()?.GetDetail<BadRequest>();
        }
        catch (InvalidProtocolBufferException)
        {
            details = null; // The sentence has to do.
        }
        return details is { FieldViolations.Count: > 0 }
            ? [.. details.FieldViolations.Select(one => $"{Origins.GetValueOrDefault(one.Field, one.Field)}: {one.Description}")]
            : [failure.Status.Detail];
    }
}
