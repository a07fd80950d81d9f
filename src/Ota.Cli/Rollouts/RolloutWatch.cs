using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>Follows a rollout until it has ended, or stands where the operator waits for it.</summary>
/// <param name="session">The server.</param>
/// <param name="until">Where it shall stand; unspecified is any end.</param>
internal sealed class RolloutWatch(Session session, RolloutState until)
{
    private Rollout? _last;

    /// <summary>Gives it as it is, then again after each change.</summary>
    public async IAsyncEnumerable<Rollout> RunAsync(string name)
    {
        using AsyncServerStreamingCall<Rollout> call = session.Start(
            options => session.Rollouts.WatchRollout(new GetRolloutRequest { Name = name }, options));
        while (await call.ResponseStream.MoveNext(session.Stop))
        {
            _last = call.ResponseStream.Current;
            yield return _last;
            if (_last.State == until || Words.HasEnded(_last.State)) yield break;
        }
    }

    /// <summary>Tells a script whether what it waited for has come.</summary>
    /// <exception cref="CliException">It has not.</exception>
    public void Judge()
    {
        if (_last is null || (_last.State != until && !Words.HasEnded(_last.State)))
            throw CliException.NotReachable($"{session.Connection.Settings.Address} ended the watch before the rollout has ended; watch it again.");
        if (until == RolloutState.Unspecified || _last.State == until) return;
        string reason = _last.Reason.Length == 0 ? "" : $" ({_last.Reason})";
        throw CliException.Refused($"{_last.Name} is {Words.Of(_last.State)}{reason} and will not be {Words.Of(until)} any more.");
    }
}
