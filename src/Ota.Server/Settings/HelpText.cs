namespace Ota.Server.Settings;

/// <summary>What --help prints.</summary>
internal static class HelpText
{
    private const string Introduction = """
        Runs the OTA server: it keeps its state in one folder and serves operators over HTTPS and gRPC.

        Usage: Ota.Server --data DIR [settings]

        The first start makes a PKI and the first operator in DIR; DIR/operator.json tells `ota` how to reach the server.
        When it listens, the server prints one JSON line with its ports and writes the same to DIR/endpoints.json.

        Try it:      Ota.Server --data ./data --dev
        In service:  Ota.Server --data /var/lib/ota --server-name ota.example.com --http-port 8080

        Every setting is a flag, an environment variable (--https-port is OTA_HTTPS_PORT) and a key of the section "Ota" in
        appsettings.json ({"Ota": {"https-port": 8443}}). A flag wins over a variable, a variable over appsettings.json.
        MB is 10^6 bytes. docs/settings.md has this as a table.

        Settings:
        """;

    private const string Ending = """
          --help
              Prints this text.
          --version
              Prints the version.

        Exit codes: 0 after SIGTERM or SIGINT, 1 when the server cannot start or fails, 2 for wrong settings.
        """;

    public static string Write() =>
        Introduction + "\n" + string.Concat(ServerOptions.Settings.Select(Describe)) + Ending;

    private static string Describe(Setting setting) =>
        $"  {$"{setting.Flag} {setting.Argument}".TrimEnd()}{(setting.Repeats ? " (may be repeated)" : "")}\n      {setting.Help} {DefaultOf(setting)}\n";

    private static string DefaultOf(Setting setting) => setting.IsRequired ? "Required." : $"Without it: {setting.Default}.";
}
