using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Vehicles;
using Ota.Server.Bridge;
using Ota.Server.Bridge.Lanes;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Jobs;

public sealed class OtaHandlerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_answer_that_cannot_be_sent_holds_nothing_up_for_long()
    {
        ManualTime time = new(Samples.Noon);
        AwayTopics away = new();
        await using JobServer server = await JobServer.StartAsync(time, services: services => services.AddSingleton<IDownTopics>(away));
        Task<UpReceipt> taken = server.TakeAsync(Reports.Status());
        await away.Tried.WaitAsync(Patience);
        taken.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(5));
        (await taken.WaitAsync(Patience)).Should().Be(UpReceipt.Stored, "what it says is durable, and it asks again for the answer");
    }

    /// <summary>A broker that is away.</summary>
    private sealed class AwayTopics : IDownTopics
    {
        private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Tried => _tried.Task;

        public Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop)
        {
            _tried.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
    }
}
