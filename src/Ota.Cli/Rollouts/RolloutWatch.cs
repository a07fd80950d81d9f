using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>
/// Follows a rollout until it has ended, or stands where the operator waits for it. A server that goes away is waited for: it may be restarted, and
/// the rollout goes on.
/// </summary>
/// <param name="session">The server.</param>
/// <param name="until">Where it shall stand; unspecified is any end.</param>
internal sealed class RolloutWatch(Session session, RolloutState until)
{
    // Two minutes in all.
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 2, 4, 8, 15, 30, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    private Rollout? _last;

    /// <summary>Whether the server is away just now.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Gives it as it is, then again after each change.</summary>
    public async IAsyncEnumerable<Rollout> RunAsync(string name)
    {
        for (int lost = 0; lost <= Pauses.Length; lost++)
        {
            if (lost > 0) await PauseAsync(lost);
            using AsyncServerStreamingCall<Rollout> call = session.Start(
                options => session.Rollouts.WatchRollout(new GetRolloutRequest { Name = name }, options));
            while (await TryNextAsync(call.ResponseStream) is { } rollout)
            {
                (_last, lost, IsCutOff) = (rollout, 0, false);
                yield return rollout;
                if (rollout.State == until || Words.HasEnded(rollout.State)) yield break;
            }
        }
    }

    /// <summary>Tells a script whether what it waited for has come.</summary>
    /// <exception cref="CliException">It has not.</exception>
    public void Judge()
    {
        if (_last is null || (_last.State != until && !Words.HasEnded(_last.State)))
            throw CliException.NotReachable($"{session.Connection.Settings.Address} went away before the rollout has ended and did not come back; watch it again.");
        if (until == RolloutState.Unspecified || _last.State == until) return;
        string reason = _last.Reason.Length == 0 ? "" : $" ({_last.Reason})";
        throw CliException.Refused($"{_last.Name} is {Words.Of(_last.State)}{reason} and will not be {Words.Of(until)} any more.");
    }

    private async Task PauseAsync(int lost)
    {
        // On a terminal the screen says it.
        if (!IsCutOff && !session.Around.OutIsTerminal)
            session.Say($"{session.Connection.Settings.Address} went away; the watch goes on when it is back.");
        IsCutOff = true;
        await Task.Delay(Pauses[lost - 1], session.Around.Time, session.Stop);
    }

    /// <returns>Null when the server has gone.</returns>
    private async Task<Rollout?> TryNextAsync(IAsyncStreamReader<Rollout> updates)
    {
        try
        {
            return await updates.MoveNext(session.Stop) ? updates.Current : null;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && session.Connection.TrustProblem is null)
        {
            return null;
        }
    }
}
