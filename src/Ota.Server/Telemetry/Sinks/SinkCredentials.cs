using System.Net.Http.Headers;
using System.Text;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>The secret of one sink. It is read from its file again after a refusal, so that a new secret needs no restart.</summary>
internal sealed class SinkCredentials(SinkTarget target)
{
    private AuthenticationHeaderValue? _header;

    public void Forget() => _header = null;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public AuthenticationHeaderValue? Header() => _header ??= Read();

    private AuthenticationHeaderValue? Read()
    {
        if (target.TokenFile is { } token)
            return new AuthenticationHeaderValue(target.Kind == SinkKind.InfluxV2 ? "Token" : "Bearer", File.ReadAllText(token).Trim());
        if (target is not { User: { } user, PasswordFile: { } file }) return null;
        string pair = $"{user}:{File.ReadAllText(file).Trim()}";
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
    }
}
