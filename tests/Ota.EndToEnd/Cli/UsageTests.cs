namespace Ota.EndToEnd.Cli;

public sealed class UsageTests : IDisposable
{
    private readonly OtaTool _ota = new();

    public void Dispose() => _ota.Dispose();

    [Theory]
    [InlineData("", "ota needs a command: status")]
    [InlineData("operators", "ota operators needs a command: list, create")]
    [InlineData("statsu", "Did you mean status?")]
    [InlineData("operators lsit", "Did you mean list?")]
    [InlineData("operators frobnicate", "ota operators has no command 'frobnicate'.")]
    [InlineData("status --outptu json", "Did you mean --output?")]
    [InlineData("status --output xml", "--output takes table or json, not 'xml'")]
    [InlineData("status --timeout", "--timeout needs a value: --timeout SECONDS")]
    [InlineData("status --timeout 0", "--timeout takes a whole number from 1 to 86400, not '0'")]
    [InlineData("status --timeout soon", "--timeout takes a whole number from 1 to 86400, not 'soon'")]
    [InlineData("status twice", "'twice' is one argument too many")]
    [InlineData("operators create", "ota operators create needs NAME")]
    [InlineData("operators create kim", "needs a value: --role ROLE")]
    [InlineData("operators create Kim --role viewer", "'Kim' is no operator's name")]
    [InlineData("operators create ../kim --role viewer", "'../kim' is no operator's name")]
    [InlineData("operators create kim --role enginer", "Did you mean engineer?")]
    [InlineData("operators create kim --role viewer --days 0", "--days takes a whole number from 1")]
    [InlineData("operators create kim --role viewer --token --out kim", "--token and --out exclude each other")]
    [InlineData("operators create kim --role viewer --token ota_x", "asks for a new token")]
    [InlineData("rollouts create --title x --bundle 4f1c09aa", "Say which vehicles: --filter or --vins")]
    [InlineData("rollouts show 3f9", "ROLLOUT takes 4 to 12 lower-case hexadecimal digits, not '3f9'")]
    [InlineData("rollouts installs 3f9a --state brick", "--state takes one of targeted, offered")]
    [InlineData("rollouts pause 3f9a", "--reason needs a value: --reason TEXT")]
    [InlineData("rollouts watch 3f9a --until done", "--until takes one of draft, approved, running")]
    [InlineData("vehicles explain WVW", "VEHICLE is neither a VIN")]
    [InlineData("operators revoke-credential kim/12", "'kim/12' names no credential")]
    [InlineData("status", "No server is given")]
    [InlineData("status --server localhost:1 --ca x", "'localhost:1' is not an address")]
    [InlineData("status --server https://localhost:1/path --ca x", "is not an address")]
    [InlineData("status --server https://localhost:1 --ca nowhere.crt", "nowhere.crt does not exist")]
    [InlineData("status --server https://localhost:1 --ca x --cert y", "--cert and --key belong together")]
    [InlineData("status --server https://localhost:1 --ca x --cert y --key z --token t", "One credential is enough")]
    [InlineData("status --server http://example.com --token t", "everyone on the way could read the token")]
    [InlineData("status --server http://localhost:1 --cert y --key z", "plain http, which carries no certificates")]
    [InlineData("status --data nowhere", "--data: nowhere/operator.json does not exist")]
    [InlineData("status --token-file nowhere --server https://localhost:1", "nowhere does not exist")]
    public async Task Bad_usage_is_explained_in_a_sentence(string commandLine, string sentence)
    {
        OtaRun run = (await _ota.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Should(2);
        run.Error.Should().StartWith("ota: ").And.Contain(sentence);
        run.Error.Split('\n').Length.Should().BeLessThan(5, "a hint helps, a whole page of help hides the sentence");
        run.Out.Should().BeEmpty();
    }

    [Theory]
    [InlineData("{\n \"server\": \"https://localhost:1\",\n \"ca\": 5\n}", "line 3: \"ca\" must be a text")]
    [InlineData("{\n \"server\": \"https://localhost:1\",\n \"ca\" \"x\"\n}", "line 3: not JSON")]
    [InlineData("{\n \"server\": \"https://localhost:1\"\n", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("", "line 1: not JSON")]
    [InlineData("[]", "line 1: the file must hold one JSON object")]
    [InlineData("{\"ca\": \"x\"}", "the field \"server\" is missing")]
    [InlineData("{\"server\": \"https://localhost:1\", \"key\": \"x\"}", "\"certificate\" and \"key\" belong together")]
    [InlineData("{\n\"server\": \"https://a\",\n\"server\": \"https://b\"}", "line 3: \"server\" is there twice")]
    [InlineData("{\"server\": \"nonsense\"}", "'nonsense' is not an address")]
    public async Task A_broken_operator_json_is_named_with_what_is_wrong(string json, string sentence)
    {
        Directory.CreateDirectory(_ota["data"]);
        _ota.Write("data/operator.json", json);
        (await _ota.RunAsync("status")).Should(2).Error.Should().StartWith("ota: data/operator.json").And.Contain(sentence);
    }

    [Fact]
    public async Task What_was_typed_comes_back_without_what_would_steer_a_terminal()
    {
        (await _ota.RunAsync("\u001b[31mred\u0007\u202e")).Should(2).Error.Should().NotContainAny("\u001b", "\u0007", "\u202e").And.Contain("[31mred");
    }

    [Fact]
    public async Task The_help_teaches_exit_codes_variables_and_examples()
    {
        (await _ota.RunAsync("--help")).Should(0).Out.Should().ContainAll("Exit codes:", "3  the server cannot be reached", "OTA_DATA", "operators", "completion");
        OtaRun create = (await _ota.RunAsync("operators", "create", "--help")).Should(0);
        create.Out.Should().ContainAll("Examples:", "--role ROLE", "--days DAYS", "TOKEN=$(ota operators create");
        create.Out.Split('\n').Should().ContainSingle(line => line.TrimStart().StartsWith("--token ", StringComparison.Ordinal));
    }
}
