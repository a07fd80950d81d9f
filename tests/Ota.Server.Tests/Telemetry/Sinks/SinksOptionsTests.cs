using Microsoft.Extensions.Configuration;
using Ota.Server.Settings;
using Ota.Server.Telemetry.Sinks;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class SinksOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SinksOptionsTests() => File.WriteAllText(_folder["secret"], "s3cret");

    private string Secret => _folder["secret"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_settings_there_is_no_sink() => Read().Targets.Should().BeEmpty();

    [Fact]
    public void A_url_says_which_server_it_is_and_how_it_is_written_to()
    {
        SinkTarget[] targets =
        [
            .. Read("--influx", "http://one:8086", "--influx", $"https://two:8086/base?org=my%20org&bucket=b&token-file={Secret}",
                "--influx", $"http://127.0.0.1:8086/?db=fleet&rp=week&user=u&password-file={Secret}", "--victoria-metrics", "http://three:8428").Targets,
        ];
        targets.Select(target => (target.Name, target.Kind, target.WriteUrl.AbsoluteUri, target.Gzip)).Should().Equal(
            ("influx-one-8086", SinkKind.InfluxV1, "http://one:8086/write?db=ota&precision=ms", true),
            ("influx-two-8086-b", SinkKind.InfluxV2, "https://two:8086/base/api/v2/write?org=my%20org&bucket=b&precision=ms", true),
            ("influx-127.0.0.1-8086-fleet", SinkKind.InfluxV1, "http://127.0.0.1:8086/write?db=fleet&rp=week&precision=ms", false),
            ("victoria-metrics-three-8428", SinkKind.VictoriaMetrics, "http://three:8428/write?precision=ms", true));
    }

    [Fact]
    public void Numbers_and_the_policy_of_the_spool_are_taken()
    {
        SinksOptions options = Read("--sink-batch-lines", "100", "--sink-spool-mb", "20", "--sink-spool-sync", "batch");
        (options.BatchLines, options.Spool.LimitBytes, options.Spool.Sync).Should().Be((100, 20_000_000, SpoolSync.EveryBatch));
    }

    [Theory]
    [InlineData("influx:8086", "not an http or https URL")]
    [InlineData("http://user:pass@influx:8086", "carries a password")]
    [InlineData("http://influx:8086?database=x", "\"database\" is unknown")]
    [InlineData("http://influx:8086?db=", "db= needs one value")]
    [InlineData("http://influx:8086?db=a&db=b", "db= needs one value")]
    [InlineData("http://influx:8086?gzip=yes", "gzip= is on or off")]
    [InlineData("http://influx:8086?user=u", "go together")]
    [InlineData("http://influx:8086?org=o&bucket=b", "needs org=, bucket= and token-file=")]
    [InlineData("http://influx:8086?db=a&token-file=/nowhere/token", "/nowhere/token is not there")]
    public void What_cannot_work_is_refused_at_the_start(string url, string why) =>
        Problems("--influx", url).Should().Contain(problem => problem.StartsWith("--influx: ", StringComparison.Ordinal) && problem.Contains(why));

    [Fact]
    public void A_password_in_a_url_is_not_repeated_in_the_problem() =>
        Problems("--victoria-metrics", "http://user:hush@vm:8428").Should().ContainSingle().Which.Should().NotContain("hush");

    [Fact]
    public void One_sink_given_twice_is_refused() =>
        Problems("--influx", "http://one:8086", "--influx", "http://one:8086/").Should().ContainSingle().Which.Should().Contain("twice");

    private static SinksOptions Read(params string[] args)
    {
        SinksOptions options = Read(args, out IReadOnlyList<string> problems);
        problems.Should().BeEmpty();
        return options;
    }

    private static IReadOnlyList<string> Problems(params string[] args)
    {
        Read(args, out IReadOnlyList<string> problems);
        return problems;
    }

    private static SinksOptions Read(string[] args, out IReadOnlyList<string> problems)
    {
        SettingValues values = SettingsReader.Read(SinksOptions.Settings, args, new Dictionary<string, string>(), new ConfigurationBuilder().Build());
        SinksOptions options = SinksOptions.From(values);
        problems = values.Problems;
        return options;
    }
}
