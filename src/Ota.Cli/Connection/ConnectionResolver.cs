using System.CommandLine;
using Ota.Cli.Output;

namespace Ota.Cli.Connection;

/// <summary>
/// Finds the server and the credential: a flag wins over a variable, a variable over operator.json. An address or a credential given
/// by hand takes the place of the one in operator.json.
/// </summary>
internal sealed class ConnectionResolver(GlobalOptions options, ParseResult given, Surroundings around)
{
    /// <exception cref="CliException">What is missing or does not go together.</exception>
    public ConnectionSettings Resolve() =>
        TryResolve() ?? throw CliException.BadUsage(
            "No server is given: use --data DIR (a folder with operator.json), or --server URL and a credential.");

    /// <returns>Null when nothing names a server.</returns>
    /// <exception cref="CliException">What does not go together.</exception>
    public ConnectionSettings? TryResolve()
    {
        (string? address, string? folder) = FindServer();
        OperatorFile? file = folder is null ? null : OperatorFile.Read(Path.Combine(folder, OperatorFile.Name));
        if ((address ?? file?.Server) is not { } text) return null;

        Uri server = ServerAddress.Parse(text, address is null ? Path.Combine(folder!, OperatorFile.Name) : "--server");
        ConnectionSettings settings = new(
            server,
            Value(options.Ca) ?? around.Variable("OTA_CA") ?? file?.Ca,
            FindCredential() ?? FromFile(file),
            TimeSpan.FromSeconds(given.GetValue(options.Timeout)))
        {
            Folder = folder,
        };
        Check(settings);
        return settings.IsPlain ? settings with { CaFile = null } : settings;
    }

    private (string? Address, string? Folder) FindServer()
    {
        string? server = Value(options.Server);
        if (Value(options.Data) is { } data) return (server, Existing(data, "--data"));
        server ??= around.Variable("OTA_SERVER");
        if (around.Variable("OTA_DATA") is { } variable) return (server, Existing(variable, "OTA_DATA"));
        // A folder that nobody named must not lend its credential to a server that somebody did.
        return (server, server is null ? new[] { "data", around.ConfigurationFolder }.FirstOrDefault(HasOperatorFile) : null);
    }

    private OperatorCredential? FindCredential()
    {
        string? token = Value(options.Token);
        string? tokenFile = Value(options.TokenFile);
        string? certificate = Value(options.Certificate);
        string? key = Value(options.Key);
        if (certificate is null != key is null)
            throw CliException.BadUsage("--cert and --key belong together: give the file of the certificate and the file of its key.");
        if (new[] { token, tokenFile, certificate }.Count(found => found is not null) > 1)
            throw CliException.BadUsage("One credential is enough: give --cert with --key, or --token, or --token-file.");
        if (certificate is not null) return new OperatorCredential.Certificate(certificate, key!);
        if (tokenFile is not null) return AsToken(InputFile.ReadText(tokenFile), tokenFile);
        if (token is not null) return AsToken(token, "--token");
        return around.Variable("OTA_TOKEN") is { } variable ? AsToken(variable, "OTA_TOKEN") : null;
    }

    private static void Check(ConnectionSettings settings)
    {
        if (settings.IsPlain && settings.Credential is OperatorCredential.Certificate)
            throw CliException.BadUsage($"{settings.Address} is plain http, which carries no certificates: use the https address, or a token.");
        if (settings.IsPlain && settings.Credential is OperatorCredential.Token && !settings.Server.IsLoopback)
            throw CliException.BadUsage($"{settings.Address} is plain http, where everyone on the way could read the token: use the https address.");
    }

    private static OperatorCredential FromFile(OperatorFile? file) => file is { Certificate: { } certificate, Key: { } key }
        ? new OperatorCredential.Certificate(certificate, key)
        : new OperatorCredential.None();

    private static OperatorCredential.Token AsToken(string text, string source)
    {
        string token = text.Trim();
        return token.Length > 0 && token.All(c => c is > ' ' and <= '~')
            ? new OperatorCredential.Token(token)
            : throw CliException.BadUsage($"{source} holds no token: a token is one word, ota_..., as it was printed when it was made.");
    }

    private static string Existing(string folder, string source) => HasOperatorFile(folder)
        ? folder
        : throw CliException.BadUsage($"{source}: {Path.Combine(folder, OperatorFile.Name)} does not exist; "
            + "the server writes it at its start, `ota operators create` for others.");

    private static bool HasOperatorFile(string folder) => File.Exists(Path.Combine(folder, OperatorFile.Name));

    // A verb may have a flag of the same name, e.g. --token for making one: then the option was not given as ours.
    private string? Value(Option<string?> option) => given.GetResult(option) is null ? null : given.GetValue(option);
}
