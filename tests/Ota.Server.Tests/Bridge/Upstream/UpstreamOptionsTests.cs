using Microsoft.Extensions.Configuration;
using Ota.Server.Settings;
using Ota.Testing;

namespace Ota.Server.Tests.Bridge.Upstream;

public sealed class UpstreamOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public UpstreamOptionsTests() => File.WriteAllText(_folder["a"], "no PEM");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mqtts://broker.example", "broker.example", 8883, true)]
    [InlineData("mqtts://broker.example:8884/", "broker.example", 8884, true)]
    [InlineData("mqtt://127.0.0.1", "127.0.0.1", 1883, false)]
    [InlineData("mqtt://[::1]:1884", "::1", 1884, false)]
    public void A_URL_says_where_the_broker_is(string url, string host, int port, bool tls)
    {
        ServerOptions options = Read(out IReadOnlyList<string> problems, "--broker", url);
        problems.Should().BeEmpty();
        (options.Upstream.Host, options.Upstream.Port, options.Upstream.Tls).Should().Be((host, port, tls));
        (options.Hosting.MqttsPort, options.Hosting.MqttPort).Should().Be((null, null), "vehicles have one door, and it is the broker's");
    }

    [Fact]
    public void Without_a_broker_the_server_is_the_broker()
    {
        ServerOptions options = Read(out _);
        options.Upstream.IsOn.Should().BeFalse();
        options.Hosting.MqttsPort.Should().Be(8883);
    }

    [Theory]
    [InlineData("broker.example:8883")]
    [InlineData("https://broker.example")]
    [InlineData("mqtts://")]
    [InlineData("mqtts://broker.example/topic")]
    [InlineData("mqtts://broker.example?x=1")]
    public void What_is_no_URL_of_a_broker_is_one_problem(string url)
    {
        Read(out IReadOnlyList<string> problems, "--broker", url);
        problems.Should().Equal("--broker: not the address of a broker; use mqtts://HOST:PORT, or mqtt://HOST:PORT for one without TLS.");
    }

    [Fact]
    public void A_password_in_the_URL_is_refused_and_not_repeated()
    {
        Read(out IReadOnlyList<string> problems, "--broker", "mqtts://ada:secret@broker.example", "--broker-password-file", _folder["a"]);
        problems.Should().ContainSingle().Which.Should().Contain("--broker-password-file").And.NotContain("secret");
    }

    [Fact]
    public void The_embedded_brokers_ports_stay_closed_also_when_they_are_named()
    {
        ServerOptions options = Read(out IReadOnlyList<string> problems, "--dev", "--broker", "mqtts://b", "--mqtts-port", "0", "--mqtt-port", "0");
        problems.Should().BeEmpty();
        (options.Hosting.MqttsPort, options.Hosting.MqttPort).Should().Be((null, null));
    }

    [Theory]
    [InlineData("--broker", "mqtts://ada@b", "go together")]
    [InlineData("--broker-password-file", "FILE", "means nothing without --broker")]
    [InlineData("--broker-ca", "FILE", "means nothing without --broker")]
    [InlineData("--broker", "mqtts://b", "no PEM file", "--broker-ca", "FILE")]
    [InlineData("--broker", "mqtts://b", "is not there", "--broker-ca", "FILE.gone")]
    [InlineData("--broker", "mqtts://b", "go together", "--broker-cert", "FILE")]
    [InlineData("--broker", "mqtts://b", "not a certificate and its key", "--broker-cert", "FILE", "--broker-key", "FILE")]
    [InlineData("--broker", "mqtt://b", "has no TLS", "--broker-cert", "FILE", "--broker-key", "FILE")]
    public void What_does_not_go_together_is_named(string flag, string value, string problem, params string[] more)
    {
        string[] args = [.. new[] { flag, value }.Concat(more).Select(arg => arg.Replace("FILE", _folder["a"], StringComparison.Ordinal))];
        Read(out IReadOnlyList<string> problems, [.. args.Select((arg, i) => i % 2 == 0 ? $"{arg}={args[i + 1]}" : "").Where(arg => arg.Length > 0)]);
        problems.Should().Contain(text => text.Contains(problem));
    }

    private static ServerOptions Read(out IReadOnlyList<string> problems, params string[] args)
    {
        SettingValues values = SettingsReader.Read(
            ServerOptions.Settings, [.. args, "--data", "d"], new Dictionary<string, string>(), new ConfigurationBuilder().Build());
        ServerOptions options = ServerOptions.From(values);
        problems = values.Problems;
        return options;
    }
}
