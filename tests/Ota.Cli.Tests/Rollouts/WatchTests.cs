using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

public sealed class WatchTests : RolloutsTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Without_a_terminal_each_change_is_a_line()
    {
        Rollout held = Held();
        Fake.Watch = Send(Samples.Running(), new Rollout(Samples.Running()) { Revision = 418 }, held, Halted());
        Page.ShouldBe("watch-lines", (await RunAsync("rollouts", "watch", "3f9a")).Should(0).Out);
    }

    [Fact]
    public async Task A_script_gets_an_object_on_a_line_for_each_update()
    {
        Fake.Watch = Send(Samples.Running(), Held(), Halted());
        string[] lines = (await RunAsync("rollouts", "watch", "3f9a", "--output", "json")).Should(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => Google.Protobuf.JsonParser.Default.Parse<Rollout>(line).State)
            .Should().Equal(RolloutState.Running, RolloutState.Held, RolloutState.Halted);
    }

    [Fact]
    public async Task It_ends_where_it_was_told_to()
    {
        Fake.Watch = async (stream, context) =>
        {
            await stream.WriteAsync(Samples.Running());
            await stream.WriteAsync(Held());
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        };
        (await RunAsync("rollouts", "watch", "3f9a", "--until", "held").WaitAsync(Patience)).Should(0);
    }

    [Fact]
    public async Task What_ends_elsewhere_than_where_it_was_waited_for_is_a_failure()
    {
        Fake.Watch = Send(Samples.Running(), Halted());
        (await RunAsync("rollouts", "watch", "3f9a", "--until", "completed")).Should(1)
            .Error.Should().Be("ota: rollouts/3f9a12bc44d0 is halted (too many failures) and will not be completed any more.\n");
    }

    [Fact]
    public async Task A_server_that_ends_the_watch_and_does_not_go_on_with_it_was_no_end_of_the_rollout()
    {
        SkippingTime time = new(Samples.Now);
        Time = time;
        Queue<Rollout> once = new([Samples.Running()]);
        Fake.Watch = (stream, _) => once.TryDequeue(out Rollout? rollout) ? stream.WriteAsync(rollout) : Task.CompletedTask;
        OtaRun run = (await RunAsync("rollouts", "watch", "3f9a").WaitAsync(Patience)).Should(3);
        run.Error.Should().Contain("went away; the watch goes on").And.Contain("did not come back; watch it again");
        time.GetUtcNow().Should().Be(Samples.Now + TimeSpan.FromMinutes(2), "so long it is waited for");
    }

    [Fact]
    public async Task A_server_that_restarts_is_waited_for()
    {
        Time = new SkippingTime(Samples.Now);
        int watches = 0;
        Fake.Watch = async (stream, _) =>
        {
            switch (++watches)
            {
                case 1:
                    await stream.WriteAsync(Samples.Running());
                    break; // It drains: the stream ends.
                case 2: throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "It is starting."));
                case 3:
                    await stream.WriteAsync(Held());
                    throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "It was killed."));
                default:
                    await stream.WriteAsync(Halted());
                    break;
            }
        };
        OtaRun run = (await RunAsync("rollouts", "watch", "3f9a", "--output", "json").WaitAsync(Patience)).Should(0);
        run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Google.Protobuf.JsonParser.Default.Parse<Rollout>(line).State)
            .Should().Equal(RolloutState.Running, RolloutState.Held, RolloutState.Halted);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2).And.OnlyContain(line => line.Contains("went away"));
    }

    [Fact]
    public async Task What_a_server_refuses_is_not_asked_again()
    {
        int watches = 0;
        Fake.Watch = (_, _) =>
        {
            watches++;
            throw new RpcException(new Grpc.Core.Status(StatusCode.PermissionDenied, "You may not watch."));
        };
        (await RunAsync("rollouts", "watch", "3f9a").WaitAsync(Patience)).Should(1).Error.Should().Contain("You may not watch.");
        watches.Should().Be(1);
    }

    [Fact]
    public async Task On_a_terminal_the_screen_is_drawn_until_the_rollout_has_ended()
    {
        IsScreen = true;
        Time = TimeProvider.System; // Between two drawings it waits.
        Fake.Watch = Send(Samples.Running(), Held(), Halted());
        (await RunAsync("rollouts", "watch", "3f9a").WaitAsync(Patience)).Should(0).Out.Should().ContainAll("Brake fix", "WAVE", "halted");
    }

    [Fact]
    public async Task Leaving_it_is_no_failure()
    {
        using CancellationTokenSource leave = new();
        TaskCompletionSource watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Fake.Watch = async (stream, context) =>
        {
            await stream.WriteAsync(Samples.Running());
            watched.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        };
        Task<OtaRun> run = RunAsync(["rollouts", "watch", "3f9a", "--server", Server.Plain, "--token", "t"], leave.Token);
        await watched.Task.WaitAsync(Patience);
        await leave.CancelAsync();
        (await run.WaitAsync(Patience)).Should(0).Error.Should().BeEmpty();
    }

    private static Rollout Held()
    {
        Rollout held = new(Samples.Running()) { State = RolloutState.Held, Reason = "too many failures", Revision = 419 };
        (held.Waves[2].States[2].Vehicles, held.Waves[2].States[7].Vehicles) = (2, 2);
        held.Events.Add(Samples.Event(0.01, "controller", "held", "2 of 28 failed, 3 or more of 100 are too many"));
        return held;
    }

    private static Rollout Halted()
    {
        Rollout halted = new(Held()) { State = RolloutState.Halted };
        halted.Events.Add(Samples.Event(0, "operators/kim", "halted", "too many failures"));
        return halted;
    }

    private static Func<IServerStreamWriter<Rollout>, ServerCallContext, Task> Send(params Rollout[] updates) => async (stream, _) =>
    {
        foreach (Rollout update in updates) await stream.WriteAsync(update);
    };
}
