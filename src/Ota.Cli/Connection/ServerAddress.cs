namespace Ota.Cli.Connection;

/// <summary>The address of a server, checked before anything is sent to it.</summary>
internal static class ServerAddress
{
    /// <exception cref="CliException">The text is no such address.</exception>
    public static Uri Parse(string text, string source)
    {
        bool isAddress = Uri.TryCreate(text, UriKind.Absolute, out Uri? found)
            && (found.Scheme == Uri.UriSchemeHttps || found.Scheme == Uri.UriSchemeHttp)
            && found is { Host.Length: > 0, UserInfo: "", PathAndQuery: "/", Fragment: "" };
        return isAddress ? found! : throw CliException.BadUsage($"{source}: '{text}' is not an address; write it like https://localhost:8443.");
    }
}
