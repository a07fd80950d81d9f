using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Mqtt;
using Ota.Server.Bridge;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Telemetry.Ingest;
using Ota.Testing;

namespace Ota.Server.Tests.Bridge.Lanes;

public sealed class EvidenceLaneTests : IAsyncLifetime, IDisposable
{
    private const string Vid = "00112233445566778899aabbccddeeff";

    private readonly TimerWatch _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TestLog _log = new();
    private readonly ScriptedHandler _handler = new();
    private readonly BridgeOptions _options = new() { EvidenceBytes = 200, PendingEvidence = 2, RetryDelay = TimeSpan.FromSeconds(1) };
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private EvidenceLane _lane = null!;
    private EvidenceWorker _worker = null!;

    public async Task InitializeAsync()
    {
        _lane = new EvidenceLane(_options);
        IMeterFactory meters = _services.GetRequiredService<IMeterFactory>();
        EvidenceMetrics metrics = new(meters, _lane);
        Quarantine quarantine = new(
            _time, new TelemetryMetrics(meters, new TelemetryIntake(new TelemetryOptions()), new VehicleWindows()), NullLogger<Quarantine>.Instance);
        _worker = new EvidenceWorker(
            _lane, [_handler], metrics, quarantine, _options, _time, new LoggerFactory([_log]).CreateLogger<EvidenceWorker>());
        await _worker.StartAsync(default);
    }

    public Task DisposeAsync()
    {
        _log.ThrowIfErrors();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _worker.Dispose();
        _services.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData($"v1/{Vid}/up/wings")]
    [InlineData("v1/WVWZZZ1KZ6W000001/up/dtc")]
    [InlineData("v1//up/dtc")]
    public async Task What_nobody_can_take_is_acknowledged_so_that_it_does_not_come_again(string topic)
    {
        HeldMessage message = Take(topic);
        (await message.Answer).Should().Be(ReasonCode.Success);
        _lane.Bytes.Should().Be(0);
        await StopAsync();
    }

    [Fact]
    public async Task A_message_is_answered_when_its_feature_has_stored_it_and_not_before()
    {
        HeldMessage message = Take();
        TaskCompletionSource<UpReceipt> storing = await _handler.NextAsync();
        message.IsAnswered.Should().BeFalse();
        storing.SetResult(UpReceipt.Stored);
        (await message.Answer).Should().Be(ReasonCode.Success);
        await StopAsync();
    }

    [Fact]
    public async Task A_feature_that_fails_is_asked_again_and_the_message_stays_unanswered()
    {
        _log.Expect(2903);
        HeldMessage message = Take();
        for (int i = 0; i < 3; i++)
        {
            Task delayed = _time.NextTimerAsync();
            (await _handler.NextAsync()).SetException(new IOException("no room"));
            await delayed;
            message.IsAnswered.Should().BeFalse();
            _time.Advance(_options.RetryDelay);
        }

        (await _handler.NextAsync()).SetResult(UpReceipt.Repeated);
        (await message.Answer).Should().Be(ReasonCode.Success);
        await StopAsync();
    }

    [Fact]
    public async Task A_full_lane_refuses_without_an_acknowledgement_and_counts()
    {
        HeldMessage[] messages = [.. Enumerable.Range(0, 10).Select(_ => Take(payload: new byte[20]))];
        int taken = messages.Count(message => !message.IsAnswered);
        taken.Should().BeInRange(1, 9);
        _lane.Shed.Should().Be(10 - taken);
        foreach (HeldMessage refused in messages.Where(message => message.IsAnswered)) (await refused.Answer).Should().Be(ReasonCode.QuotaExceeded);
        for (int i = 0; i < taken; i++) (await _handler.NextAsync()).SetResult(UpReceipt.Stored);
        foreach (HeldMessage stored in messages.Take(taken)) (await stored.Answer).Should().Be(ReasonCode.Success);
        _lane.Bytes.Should().Be(0);
        HeldMessage later = Take();
        (await _handler.NextAsync()).SetResult(UpReceipt.Stored);
        (await later.Answer).Should().Be(ReasonCode.Success, "there is room again");
        await StopAsync();
    }

    [Fact]
    public async Task What_is_queued_at_the_stop_is_still_stored()
    {
        HeldMessage[] messages = [Take(), Take(), Take()];
        TaskCompletionSource<UpReceipt>[] first = [await _handler.NextAsync(), await _handler.NextAsync()];
        _lane.Close(); // As the stop does first; only two are with their feature yet.
        HeldMessage late = Take();
        foreach (TaskCompletionSource<UpReceipt> storing in first) storing.SetResult(UpReceipt.Stored);
        (await _handler.NextAsync()).SetResult(UpReceipt.Stored);
        foreach (HeldMessage message in messages) (await message.Answer).Should().Be(ReasonCode.Success);
        late.IsAnswered.Should().BeFalse("nobody answers it, so the vehicle sends it again");
        await StopAsync();
    }

    private HeldMessage Take(string topic = $"v1/{Vid}/up/dtc", byte[]? payload = null)
    {
        HeldMessage message = new(topic, payload);
        _lane.Take(message);
        return message;
    }

    private Task StopAsync() => _worker.StopAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
}
