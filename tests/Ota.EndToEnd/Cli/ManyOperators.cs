using Grpc.Core;
using Grpc.Net.Client;
using Ota.V1;

namespace Ota.EndToEnd.Cli;

/// <summary>Makes operators faster than one process each.</summary>
internal static class ManyOperators
{
    public static async Task MakeAsync(RunningServer server, string prefix, int count)
    {
        KeyCertificatePair admin = new(Read("operators", "admin.crt"), Read("operators", "admin.key"));
        GrpcChannelOptions options = new() { Credentials = new SslCredentials(await File.ReadAllTextAsync(server.Ca), admin) };
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Url, options);
        Operators.OperatorsClient client = new(channel);
        for (int i = 0; i < count; i++)
        {
            await client.CreateOperatorAsync(new CreateOperatorRequest
            {
                OperatorId = $"{prefix}{i}",
                Roles = { Role.Viewer },
                Credential = new CredentialRequest { Token = true },
            });
        }

        string Read(params string[] parts) => File.ReadAllText(Path.Combine([server.Data, .. parts]));
    }
}
