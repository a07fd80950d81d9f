using System.CommandLine;

namespace Ota.Simulator.Check;

/// <summary>Options that say which server to ask, named as those of `ota`.</summary>
internal sealed class ServerOptions
{
    public Option<string?> Server { get; } = Text("--server", "URL", "The server to ask, such as https://ota.example.com:8443. [OTA_SERVER]");

    public Option<string?> Data { get; } = Text(
        "--data", "DIR", "A folder with an operator.json: it names the server to ask, its CA and a credential. [OTA_DATA]");

    public Option<string?> Certificate { get; } = Text("--cert", "FILE", "PEM file with the client certificate to ask with.");

    public Option<string?> Key { get; } = Text("--key", "FILE", "PEM file with the key of --cert.");

    public Option<string?> TokenFile { get; } = Text("--token-file", "FILE", "File with the bearer token to ask with. [the token itself: OTA_TOKEN]");

    public IReadOnlyList<Option> All => [Server, Data, Certificate, Key, TokenFile];

    /// <exception cref="InvalidDataException">An address is none.</exception>
    public static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? found) && found is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }
            ? found
            : throw new InvalidDataException($"'{text}' is not the address of a server; write it like https://localhost:8443.");

    /// <summary>What was given, or a variable says, or the folder of the server has.</summary>
    /// <param name="given">The command line.</param>
    /// <param name="ca">The file of the only trusted CA, if the command line gives one.</param>
    /// <exception cref="InvalidDataException">It is not said which server, or a file is not as it should be.</exception>
    public ServerAccess Resolve(ParseResult given, string? ca)
    {
        string? folder = given.GetValue(Data) ?? Environment.GetEnvironmentVariable("OTA_DATA");
        string? address = given.GetValue(Server) ?? Environment.GetEnvironmentVariable("OTA_SERVER");
        ServerAccess? known = folder is null ? null : OperatorFile.Read(folder);
        if (address is null && known is null)
            throw new InvalidDataException("No server is given: use --data DIR (a folder with operator.json), or --server URL and a credential.");
        ServerAccess access = known ?? new ServerAccess(Address(address!), null, null, null, null);
        if (address is not null) access = access with { Server = Address(address) };
        access = access with { CaFile = ca ?? Environment.GetEnvironmentVariable("OTA_CA") ?? access.CaFile };
        string? token = given.GetValue(TokenFile) is { } file ? File.ReadAllText(file).Trim() : Environment.GetEnvironmentVariable("OTA_TOKEN");
        if (given.GetValue(Certificate) is null != given.GetValue(Key) is null) throw new InvalidDataException("--cert and --key belong together.");
        if (given.GetValue(Certificate) is { } certificate) return access with { Certificate = certificate, Key = given.GetValue(Key), Token = null };
        return token is null ? access : access with { Certificate = null, Key = null, Token = token };
    }

    private static Option<string?> Text(string name, string argument, string description) => new(name) { HelpName = argument, Description = description };
}
