using Google.Protobuf;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Core.Operators;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>
/// A credential on its way: what is needed here is made and written before the server is asked, so that no credential is issued
/// that cannot be kept. Unless it is delivered, what was written is taken back.
/// </summary>
internal sealed class NewCredential : IDisposable
{
    private readonly OperatorName _name;
    private readonly CredentialFolder? _folder;
    private readonly string? _signingRequest;

    private NewCredential(OperatorName name, CredentialFolder? folder, string? signingRequest)
    {
        _name = name;
        _folder = folder;
        _signingRequest = signingRequest;
    }

    /// <param name="name">Whose it will be.</param>
    /// <param name="folder">Where a certificate goes; null for a token.</param>
    /// <param name="connection">The server that will issue it.</param>
    /// <exception cref="CliException">The folder cannot take it.</exception>
    public static NewCredential Prepare(OperatorName name, string? folder, ServerConnection connection)
    {
        if (folder is null) return new NewCredential(name, null, null);
        if (connection.Settings.IsPlain)
            throw CliException.BadUsage($"Certificates work over https only, and {connection.Settings.Address} is http: add --token, or use the https address.");
        (string keyPem, string requestPem) = SigningKey.Create(name);
        return new NewCredential(name, CredentialFolder.Begin(folder, name, keyPem), requestPem);
    }

    public CredentialRequest ToRequest(int days) => _signingRequest is null
        ? new CredentialRequest { Token = true, LifetimeDays = days }
        : new CredentialRequest { CertificateSigningRequest = _signingRequest, LifetimeDays = days };

    /// <summary>Hands the issued credential out: the token to stdout, the certificate to its folder.</summary>
    public void Deliver(IssuedCredential issued, IMessage response, Session session)
    {
        _folder?.Complete(issued.CertificateChain, session.Connection);
        if (session.Format is OutputFormat.Json)
            JsonOutput.Write(session.Around.Out, response);
        else if (_folder is null)
            session.Around.Out.WriteLine(Printable.Line(issued.Token));
        session.Say(_folder is null
            ? $"The token of {_name} cannot be shown again. It expires {Moments.WithDistance(issued.Credential.ExpireTime, session.Now)}; use it as OTA_TOKEN."
            : $"{_folder.Path} holds the credential of {_name}, which expires {Moments.WithDistance(issued.Credential.ExpireTime, session.Now)}. "
                + $"Try: ota --data {_folder.Path} status");
    }

    public void Dispose() => _folder?.Dispose();
}
