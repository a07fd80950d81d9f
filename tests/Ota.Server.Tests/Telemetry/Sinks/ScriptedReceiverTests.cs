using Ota.Server.Telemetry.Sinks;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class ScriptedReceiverTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private ScriptedReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await ScriptedReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task InfluxDB_1_gets_milliseconds_a_database_and_a_password()
    {
        File.WriteAllText(_folder["password"], "p:w\n");
        await using RunningSink sink = Run(RunningSink.Influx(_receiver.Url) with { Database = "my db", User = "u", PasswordFile = _folder["password"] });
        sink.Offer(1);
        ReceivedRequest request = await _receiver.NextAsync();
        request.Should().Be(new ReceivedRequest("POST", "/write?db=my%20db&precision=ms", "Basic dTpwOnc=", false, "telemetry,vid=v s=0i 1700000000000\n"));
    }

    [Fact]
    public async Task InfluxDB_2_gets_an_organisation_a_bucket_and_a_token()
    {
        File.WriteAllText(_folder["token"], "t0ken\n");
        await using RunningSink sink = Run(RunningSink.InfluxV2(_receiver.Url) with { TokenFile = _folder["token"], Gzip = true });
        sink.Offer(100);
        ReceivedRequest request = await _receiver.NextAsync();
        (request.Path, request.Authorization, request.IsGzip, request.Lines).Should().Be(("/api/v2/write?org=o&bucket=b&precision=ms", "Token t0ken", true, 100));
        await sink.SentAsync(100);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_failing_receiver_gets_the_same_batch_until_it_takes_it(int status)
    {
        for (int i = 0; i < 12; i++) _receiver.Then(status); // More than the breaker lets through.
        await using RunningSink sink = Run(RunningSink.Influx(_receiver.Url));
        sink.Offer(10);
        await sink.SentAsync(10);
        List<string> bodies = [];
        for (int i = 0; i < 13; i++) bodies.Add((await _receiver.NextAsync()).Body);
        bodies.Distinct().Should().ContainSingle();
        (sink.Sink.Points.Rejected, sink.Sink.Status.State).Should().Be((0, SinkState.Up));
        sink.Log.Lines.Select(line => line.EventId).Should().Equal([2600, 2601], "one line for the outage and one for its end");
    }

    [Fact]
    public async Task A_partial_write_is_counted_and_not_sent_again()
    {
        _receiver.Then(400, """{"error":"partial write: field type conflict: input field \"s\" dropped=2"}""");
        await using RunningSink sink = Run(RunningSink.Influx(_receiver.Url));
        sink.Offer(10);
        await sink.SentAsync(8);
        sink.Offer(1);
        (await _receiver.NextAsync()).Lines.Should().Be(10);
        (await _receiver.NextAsync()).Lines.Should().Be(1);
        sink.Sink.Points.Rejected.Should().Be(2);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_goes_in_parts()
    {
        while (_receiver.Script.Count < 400) _receiver.Script.Enqueue(request => new ScriptedReply(request.Lines > 3 ? 413 : 204));
        await using RunningSink sink = Run(RunningSink.Influx(_receiver.Url) with { Gzip = true });
        sink.Offer(50);
        await sink.SentAsync(50);
        List<string> taken = [];
        while (taken.Sum(body => body.Count(c => c == '\n')) < 50)
        {
            ReceivedRequest request = await _receiver.NextAsync();
            if (request.Lines <= 3) taken.Add(request.Body);
        }
        string.Concat(taken).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[2])
            .Should().Equal(Enumerable.Range(0, 50).Select(i => $"{1_700_000_000_000 + i}"), "nothing is missing and the order stays");
        sink.Sink.Points.Rejected.Should().Be(0);
    }

    [Fact]
    public async Task One_line_that_spoils_the_batch_is_found_and_left_out()
    {
        while (_receiver.Script.Count < 400)
            _receiver.Script.Enqueue(request => request.Body.Contains("s=17i ") ? new ScriptedReply(400, "unable to parse 'x'") : new ScriptedReply(204));
        await using RunningSink sink = Run(RunningSink.InfluxV2(_receiver.Url));
        sink.Offer(50);
        await sink.SentAsync(49);
        await sink.UntilAsync(() => sink.Sink.Points.Rejected == 1);
        sink.Sink.Points.Sent.Should().Be(49);
    }

    [Fact]
    public async Task A_receiver_that_takes_no_line_at_all_is_not_asked_for_every_line()
    {
        int requests = 0;
        while (_receiver.Script.Count < 2000)
        {
            _receiver.Script.Enqueue(_ =>
            {
                requests++;
                return new ScriptedReply(400, "no");
            });
        }
        await using RunningSink sink = Run(RunningSink.VictoriaMetrics(_receiver.Url));
        sink.Offer(1000);
        await sink.UntilAsync(() => sink.Sink.Points.Rejected == 1000);
        requests.Should().BeLessThan(300);
    }

    [Fact]
    public async Task A_missing_database_is_made_and_the_batch_sent_again()
    {
        _receiver.Then(404, """{"error":"database not found: \"ota\""}""");
        _receiver.Then(200, """{"results":[{"statement_id":0}]}""");
        await using RunningSink sink = Run(RunningSink.Influx(_receiver.Url));
        sink.Offer(10);
        await sink.SentAsync(10);
        string first = (await _receiver.NextAsync()).Body;
        ReceivedRequest create = await _receiver.NextAsync();
        (create.Path, create.Body).Should().Be(("/query", "q=CREATE+DATABASE+%22ota%22"));
        (await _receiver.NextAsync()).Body.Should().Be(first);
    }

    [Fact]
    public async Task A_refusal_is_said_once_and_ends_when_the_secret_is_corrected()
    {
        File.WriteAllText(_folder["token"], "old");
        while (_receiver.Script.Count < 100_000)
            _receiver.Script.Enqueue(request => new ScriptedReply(request.Authorization == "Token new" ? 204 : 401, "unauthorized"));
        await using RunningSink sink = Run(RunningSink.InfluxV2(_receiver.Url) with { TokenFile = _folder["token"] });
        sink.Offer(10);
        await sink.UntilAsync(() => sink.Sink.Status.State == SinkState.Refused);
        for (int i = 0; i < 5; i++) (await _receiver.NextAsync()).Authorization.Should().Be("Token old");
        sink.Sink.Spool.PendingPoints.Should().Be(10, "nothing is lost meanwhile");
        File.WriteAllText(_folder["token"], "new");
        await sink.SentAsync(10);
        sink.Log.Lines.Select(line => line.EventId).Should().Equal(2602, 2601);
        sink.Log.Lines.First().Text.Should().Contain("correct its credentials");
    }

    [Fact]
    public async Task Retry_after_is_obeyed()
    {
        List<long> asked = []; // Noted before the answer, so that no delay of this test shortens the wait.
        foreach (ScriptedReply reply in new[] { new ScriptedReply(429, RetryAfter: "1"), new ScriptedReply(204) })
        {
            _receiver.Script.Enqueue(_ =>
            {
                asked.Add(TimeProvider.System.GetTimestamp());
                return reply;
            });
        }
        await using RunningSink sink = Run(RunningSink.InfluxV2(_receiver.Url));
        sink.Offer(1);
        await sink.SentAsync(1);
        TimeProvider.System.GetElapsedTime(asked[0], asked[1])
            .Should().BeGreaterThan(TimeSpan.FromMilliseconds(500), "the waits of the sink itself are a tenth of it");
    }

    [Fact]
    public async Task What_was_offered_before_a_stop_is_sent_after_the_next_start()
    {
        while (_receiver.Script.Count < 100_000) _receiver.Then(500);
        await using (RunningSink sink = Run(RunningSink.Influx(_receiver.Url)))
        {
            sink.Offer(10_000);
            await sink.StopAsync();
            sink.Offer(1);
            sink.Sink.Points.Overflowed.Should().Be(1, "after the stop nothing is taken");
            sink.Sink.Spool.PendingPoints.Should().Be(10_000);
        }
        _receiver.Script.Clear();
        await using RunningSink next = Run(RunningSink.Influx(_receiver.Url));
        await next.SentAsync(10_000);
    }

    [Fact]
    public async Task A_sink_that_is_away_does_not_hold_up_another_or_the_one_who_offers()
    {
        while (_receiver.Script.Count < 100_000) _receiver.Script.Enqueue(request => new ScriptedReply(request.Path.Contains("/api") ? 204 : 500));
        await using RunningSink away = Run(RunningSink.Influx(_receiver.Url));
        await using RunningSink there = Run(RunningSink.InfluxV2(_receiver.Url));
        for (int i = 0; i < 100; i++)
        {
            away.Offer(1000, i * 1000);
            there.Offer(1000, i * 1000);
        }
        await there.SentAsync(100_000);
        (away.Sink.Points.Sent, away.Sink.Points.Overflowed).Should().Be((0, 0));
    }

    private RunningSink Run(SinkTarget target) => new(target, _folder.Path);
}
