using Microsoft.Extensions.Configuration;
using Ota.Server.Hosting;
using Ota.Server.Settings;

namespace Ota.Server.Tests.Settings;

public sealed class SettingsTests
{
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string?> _appSettings = [];

    [Fact]
    public void A_flag_wins_over_a_variable_and_a_variable_over_appsettings()
    {
        _appSettings["Ota:https-port"] = "1";
        _appSettings["Ota:mqtts-port"] = "1";
        _appSettings["Ota:http-port"] = "11";
        _environment["OTA_HTTPS_PORT"] = "2";
        _environment["OTA_MQTTS_PORT"] = "22";
        HostingOptions options = Read("--data", "d", "--https-port", "3").Hosting;
        (options.HttpsPort, options.MqttsPort, options.HttpPort).Should().Be((3, 22, 11));
    }

    [Fact]
    public void Without_dev_only_the_tls_ports_open()
    {
        HostingOptions options = Read("--data", "d").Hosting;
        (options.HttpsPort, options.MqttsPort, options.HttpPort, options.GrpcPort, options.MqttPort).Should().Be((8443, 8883, null, null, null));
    }

    [Fact]
    public void With_dev_the_loopback_ports_open_too()
    {
        HostingOptions options = Read("--data", "d", "--dev").Hosting;
        (options.HttpPort, options.GrpcPort, options.MqttPort).Should().Be((8080, 8081, 1883));
    }

    [Fact]
    public void Every_problem_is_reported_at_once_and_names_its_setting()
    {
        _environment["OTA_DRAIN_SECONDS"] = "soon";
        _appSettings["Ota:otlp"] = "collector";
        _appSettings["Ota:colour"] = "red";
        Problems("--https-port", "70000", "--bogus", "1", "--grpc-port", "1", "--log-format", "xml", "--credential-days", "0",
            "--database", "nonsense", "--server-name", "a b", "--address", "here").Should().SatisfyRespectively(
            p => p.Should().StartWith("--bogus: there is no such flag"),
            p => p.Should().StartWith("appsettings key Ota:colour: there is no such setting"),
            p => p.Should().StartWith("--data: name the folder"),
            p => p.Should().StartWith("--address: \"here\" is not an IP address"),
            p => p.Should().StartWith("--https-port: \"70000\" does not fit; use a whole number from 0 to 65535"),
            p => p.Should().StartWith("--grpc-port: this port has no TLS"),
            p => p.Should().StartWith("OTA_DRAIN_SECONDS: \"soon\" does not fit"),
            p => p.Should().StartWith("--log-format: \"xml\" is unknown; use text or json"),
            p => p.Should().StartWith("--database: not a PostgreSQL connection string"),
            p => p.Should().StartWith("--server-name: \"a b\" is neither"),
            p => p.Should().StartWith("--credential-days: \"0\" does not fit"),
            p => p.Should().StartWith("appsettings key Ota:otlp: \"collector\" is not an http or https URL"));
    }

    [Theory]
    [InlineData("--https-port")]
    [InlineData("--https-port=")]
    [InlineData("--https-port", "--dev")]
    public void A_flag_without_its_value_is_refused(params string[] args) =>
        Problems(["--data", "d", .. args]).Should().ContainSingle().Which.Should().StartWith("--https-port: a value must follow");

    [Fact]
    public void A_flag_given_twice_is_refused() =>
        Problems("--data", "d", "--data", "e").Should().ContainSingle().Which.Should().Be("--data: given twice; give it once.");

    [Fact]
    public void A_word_that_belongs_to_no_flag_is_refused() => Problems("--data", "d", "stray").Should().ContainSingle();

    [Fact]
    public void Two_ports_with_one_number_are_refused() =>
        Problems("--data", "d", "--http-port", "8443").Should().ContainSingle().Which.Should().Contain("8443").And.Contain("--https-port");

    [Fact]
    public void Any_number_of_ports_may_be_zero() =>
        Problems("--data", "d", "--dev", "--http-port=0", "--https-port=0", "--mqtts-port=0").Should().BeEmpty();

    [Fact]
    public void A_list_is_repeated_as_a_flag_and_separated_by_commas_in_a_variable()
    {
        _environment["OTA_SERVER_NAME"] = "a.example, 10.0.0.1";
        Read("--data", "d").Pki.ServerNames.Should().Equal("a.example", "10.0.0.1");
        Read("--data", "d", "--server-name", "b", "--server-name", "c").Pki.ServerNames.Should().Equal("b", "c");
    }

    [Fact]
    public void A_list_in_appsettings_is_an_array()
    {
        _appSettings["Ota:server-name:0"] = "a";
        _appSettings["Ota:server-name:1"] = "b";
        Read("--data", "d").Pki.ServerNames.Should().Equal("a", "b");
    }

    [Fact]
    public void Variables_of_other_programs_are_left_alone()
    {
        _environment["OTA_SERVER"] = "https://elsewhere";
        Problems("--data", "d").Should().BeEmpty();
    }

    [Fact]
    public void Help_names_every_setting()
    {
        string help = HelpText.Write();
        ServerOptions.Settings.Should().OnlyContain(setting => help.Contains(setting.Flag + " ") || help.Contains(setting.Flag + "\n"));
        ServerOptions.Settings.Select(setting => setting.Name).Should().OnlyHaveUniqueItems();
    }

    private ServerOptions Read(params string[] args)
    {
        (ServerOptions options, IReadOnlyList<string> problems) = ReadAll(args);
        problems.Should().BeEmpty();
        return options;
    }

    private IReadOnlyList<string> Problems(params string[] args) => ReadAll(args).Problems;

    private (ServerOptions Options, IReadOnlyList<string> Problems) ReadAll(string[] args)
    {
        IConfiguration appSettings = new ConfigurationBuilder().AddInMemoryCollection(_appSettings).Build();
        SettingValues values = SettingsReader.Read(ServerOptions.Settings, args, _environment, appSettings);
        return (ServerOptions.From(values), values.Problems);
    }
}
