using System.CommandLine;
using Ota.Cli.Output;

namespace Ota.Cli.Connection;

/// <summary>
/// Finds the server and the credential: a flag wins over a variable, a variable over operator.json. An address and a folder name a
/// server each, so they exclude each other; a credential given by hand takes the place of the one in operator.json.
/// </summary>
internal sealed class ConnectionResolver(GlobalOptions options, ParseResult given, Surroundings around)
{
    /// <exception cref="CliException">What is missing or does not go together.</exception>
    public ConnectionSettings Resolve() =>
        TryResolve() ?? throw CliException.BadUsage(
            "No server is given: use --data DIR (a folder with operator.json), or --server URL with --ca FILE and a credential.");

    /// <returns>Null when nothing names a server.</returns>
    /// <exception cref="CliException">What does not go together.</exception>
    public ConnectionSettings? TryResolve()
    {
        (string? address, string? folder) = FindServer();
        OperatorFile? file = folder is null ? null : OperatorFile.Read(Path.Combine(folder, OperatorFile.Name));
        if ((address ?? file?.Server) is not { } text) return null;

        Uri server = ServerAddress.Parse(text, file is null ? "--server" : Path.Combine(folder!, OperatorFile.Name));
        ConnectionSettings settings = new(
            server,
            Value(options.Ca) ?? around.Variable("OTA_CA") ?? file?.Ca,
            FindCredential() ?? FromFile(file),
            TimeSpan.FromSeconds(given.GetValue(options.Timeout)));
        Check(settings);
        return settings.IsPlain ? settings with { CaFile = null } : settings;
    }

    private (string? Address, string? Folder) FindServer()
    {
        string? server = Value(options.Server);
        string? data = Value(options.Data);
        if (server is not null && data is not null)
            throw CliException.BadUsage("--server and --data exclude each other: DIR/operator.json names its server already.");
        if (server is not null) return (server, null);
        if (data is not null) return (null, Existing(data, "--data"));

        server = around.Variable("OTA_SERVER");
        data = around.Variable("OTA_DATA");
        if (server is not null && data is not null)
            throw CliException.BadUsage("OTA_SERVER and OTA_DATA exclude each other: unset one, or give --server or --data.");
        if (server is not null) return (server, null);
        if (data is not null) return (null, Existing(data, "OTA_DATA"));
        return (null, new[] { "data", around.ConfigurationFolder }.FirstOrDefault(HasOperatorFile));
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
        if (!settings.IsPlain && settings.CaFile is null)
            throw CliException.BadUsage($"No CA is given for {settings.Address}: add --ca FILE with the server's root certificate (DIR/pki/root.crt).");
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
