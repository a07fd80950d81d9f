using Grpc.Core;
using static Ota.Server.Tests.Rollouts.Service.RolloutServer;

namespace Ota.Server.Tests.Rollouts.Service;

public sealed class WatchTests() : RolloutsSuite(vehicles: 10)
{
    [Fact]
    public async Task Who_watches_sees_every_change_soon_and_the_end()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"));
        using AsyncServerStreamingCall<V1.Rollout> one = Anna.WatchRollout(new() { Name = rollout.Name });
        using AsyncServerStreamingCall<V1.Rollout> other = Ben.WatchRollout(new() { Name = rollout.Name[..14] });
        (await NextAsync(one)).Should().Be(rollout);
        (await NextAsync(other)).Should().Be(rollout);
        await Ben.StartRolloutAsync(new() { Name = rollout.Name });
        (await UntilAsync(one, V1.RolloutState.Running)).Revision.Should().BeGreaterThan(rollout.Revision);
        await Ben.HaltRolloutAsync(new() { Name = rollout.Name, Reason = "enough" });
        (await UntilAsync(one, V1.RolloutState.Halted)).Reason.Should().Be("enough");
        await UntilAsync(other, V1.RolloutState.Halted);
        (await one.ResponseStream.MoveNext(default)).Should().BeFalse("there is nothing more to see");
        (await other.ResponseStream.MoveNext(default)).Should().BeFalse();
    }

    [Fact]
    public async Task Nothing_is_sent_while_nothing_changes()
    {
        V1.Rollout rollout = await Server.DraftAsync(Server.Stage("gw-7"));
        using AsyncServerStreamingCall<V1.Rollout> watch = Anna.WatchRollout(new() { Name = rollout.Name });
        await NextAsync(watch);
        Task<bool> next = watch.ResponseStream.MoveNext(default);
        for (int i = 0; i < 5; i++) Server.Time.Advance(TimeSpan.FromSeconds(1));
        await Ben.CancelRolloutAsync(new() { Name = rollout.Name, Reason = "not needed" });
        while (!next.IsCompleted)
        {
            Server.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await next).Should().BeTrue();
        watch.ResponseStream.Current.State.Should().Be(V1.RolloutState.Cancelled, "this is the first thing that changed");
    }

    [Fact]
    public async Task What_there_is_not_cannot_be_watched() =>
        (await RefusedAsync(async () => await NextAsync(Anna.WatchRollout(new() { Name = "rollouts/0000" })))).StatusCode.Should().Be(StatusCode.NotFound);

    private static async Task<V1.Rollout> NextAsync(AsyncServerStreamingCall<V1.Rollout> call)
    {
        (await call.ResponseStream.MoveNext(default)).Should().BeTrue();
        return call.ResponseStream.Current;
    }

    // The server looks when its clock has gone on for a second, which is the test's to do.
    private async Task<V1.Rollout> UntilAsync(AsyncServerStreamingCall<V1.Rollout> call, V1.RolloutState state)
    {
        while (call.ResponseStream.Current.State != state)
        {
            Task<bool> next = call.ResponseStream.MoveNext(default);
            while (!next.IsCompleted)
            {
                Server.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            (await next).Should().BeTrue();
        }

        return call.ResponseStream.Current;
    }
}
