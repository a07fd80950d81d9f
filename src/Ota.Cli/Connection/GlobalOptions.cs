using System.CommandLine;
using System.Globalization;
using Ota.Cli.Output;

namespace Ota.Cli.Connection;

/// <summary>The options that every verb knows.</summary>
internal sealed class GlobalOptions
{
    private const int LongestTimeout = 86_400;

    public Option<string?> Server { get; } = Text("--server", "URL", "The server, e.g. https://ota.example.com:8443. [OTA_SERVER]");

    public Option<string?> Data { get; } = Text(
        "--data", "DIR", "A folder with an operator.json: it names the server, its CA and a credential. [OTA_DATA]");

    public Option<string?> Token { get; } = Text("--token", "TOKEN", "Bearer token to sign in with; other users may see it in `ps`. [OTA_TOKEN]");

    public Option<string?> TokenFile { get; } = Text("--token-file", "FILE", "File that holds the bearer token to sign in with.");

    public Option<string?> Ca { get; } = Text("--ca", "FILE", "PEM file with the only CA that the server's certificate may come from; else this machine's. [OTA_CA]");

    public Option<string?> Certificate { get; } = Text("--cert", "FILE", "PEM file with the client certificate to sign in with.");

    public Option<string?> Key { get; } = Text("--key", "FILE", "PEM file with the key of --cert.");

    public Option<int> Timeout { get; } = new("--timeout")
    {
        HelpName = "SECONDS",
        Description = "How long a call may take, 1 to 86400 seconds; 30 unless given.",
        Recursive = true,
        DefaultValueFactory = _ => 30,
        CustomParser = result => NumberArgument.Parse(result, "--timeout", 1, LongestTimeout),
    };

    public Option<OutputFormat> Output { get; } = CreateOutput();

    /// <summary>In the order in which the help shows them.</summary>
    public IReadOnlyList<Option> All => [Server, Data, Ca, Certificate, Key, Token, TokenFile, Timeout, Output];

    private static Option<string?> Text(string name, string argument, string description) =>
        new(name) { HelpName = argument, Description = description, Recursive = true };

    private static Option<OutputFormat> CreateOutput()
    {
        Option<OutputFormat> option = new("--output")
        {
            HelpName = "table|json",
            Description = "How results are written to stdout; table unless given.",
            Recursive = true,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (text == "json") return OutputFormat.Json;
                if (text != "table") result.AddError(string.Create(CultureInfo.InvariantCulture, $"--output takes table or json, not '{text}'."));
                return OutputFormat.Table;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add("table", "json");
        return option;
    }
}
