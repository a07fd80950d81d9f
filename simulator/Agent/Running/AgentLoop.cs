using Ota.Payloads.V1;
using Ota.Simulator.Agent.Backend;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Running;

/// <summary>
/// Carries out what <see cref="AgentMachine"/> decides: look, decide, act, keep, again. What comes from the backend is taken between two
/// acts; a download ends at once when it is not wanted any more.
/// </summary>
internal sealed class AgentLoop
{
    private readonly IVehicleBody _body;
    private readonly Action<AgentJournal, AgentEvent?> _keep;
    private readonly LoopPace _pace;
    private readonly TimeProvider _time;
    private readonly Pauses _pauses;
    private readonly AgentHearing _hearing;
    private readonly AgentSpeech _speech;
    private readonly Func<long> _nowMs;

    /// <param name="voice">Writes inventories.</param>
    /// <param name="body">The vehicle.</param>
    /// <param name="journal">What it knows from before.</param>
    /// <param name="keep">Makes a journal outlast the process, with the event that led to it; called before anything rests on it.</param>
    /// <param name="pace">How patient it is.</param>
    /// <param name="time">The clock, of which only monotonic time counts.</param>
    public AgentLoop(
        VehicleVoice voice, IVehicleBody body, AgentJournal journal, Action<AgentJournal, AgentEvent?> keep, LoopPace pace, TimeProvider time)
    {
        (_body, Journal, _keep, _pace, _time) = (body, journal, keep, pace, time);
        LatestJob = journal.Job;
        _pauses = new Pauses(time, pace.FirstPause, pace.LongestPause);
        _hearing = new AgentHearing(voice.Vid, body, _pauses, pace, time);
        _speech = new AgentSpeech(voice, body, NextCounter);
        _nowMs = () => voice.NowMs;
    }

    public AgentJournal Journal { get; private set; }

    /// <summary>
    /// The job, or the last one as it was when it went. The verdict about it and the word that there is none any more may come in one breath,
    /// as after the backend was away.
    /// </summary>
    public AgentJob? LatestJob { get; private set; }

    /// <summary>Whether the backend wants another attempt after a pause.</summary>
    public bool IsRetryWanted => _hearing.IsRetryWanted;

    /// <summary>The last verdict about a manifest.</summary>
    public ProofReply.Types.Verdict LastVerdict => _hearing.LastVerdict;

    /// <summary>Manifests sent, repeats included.</summary>
    public int Proofs => _speech.Proofs;

    /// <summary>Whether it is bricked: nothing will ever happen again.</summary>
    public bool IsDead { get; private set; }

    /// <summary>One act.</summary>
    /// <param name="link">Null without network.</param>
    /// <param name="stop">Ends the vehicle.</param>
    /// <returns>False if there was nothing to do.</returns>
    public async Task<bool> StepAsync(BackendLink? link, CancellationToken stop)
    {
        while (link is not null && link.Commands.TryRead(out OtaCommand? command)) Take(command);
        AgentAction action = AgentMachine.Next(Journal, Look(link));
        switch (action)
        {
            case AgentAction.Wait:
                return false;
            case AgentAction.Note note:
                Apply(note.Event);
                return true;
            case AgentAction.Ask or AgentAction.Tell or AgentAction.Prove or AgentAction.AskToStart:
                await SpeakAsync(link!, action, stop);
                return true;
            case AgentAction.Prepare or AgentAction.Download or AgentAction.CheckImages:
                await WorkAsync(link, action, stop);
                return true;
            case AgentAction.TellUser:
                Apply(new AgentEvent.UserTold(new UserNotice(_nowMs(), _body.LanguageFor(Journal.Job!))));
                return true;
            case AgentAction.AskDriver:
                AgentEvent answer = _body.AskDriver(Journal.Job!);
                if (answer is AgentEvent.Unanswered) _pauses.Set(PauseOf.Driver, _pace.Driver);
                Apply(answer);
                return true;
            default:
                if (await _body.ActAsync(Journal.Job!, action, stop) is { } done) Apply(done);
                else IsDead = true;
                return !IsDead;
        }
    }

    /// <summary>Waits until something comes or a pause is over.</summary>
    public async Task WaitAsync(BackendLink? link, TimeSpan longest, CancellationToken stop)
    {
        TimeSpan wait = _pauses.UntilNext();
        if (wait > longest) wait = longest;
        if (wait <= TimeSpan.Zero) return;
        if (link is null) await Task.Delay(wait, _time, stop);
        else await CameAsync(link, wait, stop);
    }

    /// <summary>The vehicle was switched on: everything may be tried at once.</summary>
    public void WakeUp()
    {
        foreach (string what in PauseOf.OneDrive) _pauses.Clear(what);
        _hearing.MustAsk();
    }

    /// <summary>Counts the next inventory, and keeps that.</summary>
    public ulong NextCounter()
    {
        Journal = Journal with { Counter = Journal.Counter + 1 };
        _keep(Journal, null);
        return Journal.Counter;
    }

    /// <summary>Notes something that happened.</summary>
    public void Apply(AgentEvent happened)
    {
        AgentJournal next = AgentTransitions.Apply(Journal, happened);
        if (next == Journal) return;
        LatestJob = next.Job ?? Journal.Job ?? LatestJob;
        Journal = next;
        _keep(next, happened);
    }

    private AgentInputs Look(BackendLink? link)
    {
        AgentJob? job = Journal.Job;
        return new AgentInputs
        {
            HasContact = link?.IsConnected == true,
            IsAskDue = _hearing.IsAskDue(job),
            IsTellDue = _pauses.IsDue(PauseOf.Telling),
            IsProofDue = _pauses.IsDue(PauseOf.Proving),
            IsStartDue = _pauses.IsDue(PauseOf.Starting),
            IsPrepareDue = _pauses.IsDue(PauseOf.Preparing) && !_body.LacksMetadata,
            IsDownloadDue = _pauses.IsDue(PauseOf.Downloading),
            IsDriverDue = _pauses.IsDue(PauseOf.Driver),
            IsRetryDue = _hearing.IsRetryWanted && _pauses.IsDue(PauseOf.Retry),
            Leave = _hearing.LeaveFor(job),
            IsExpired = _hearing.IsExpired(job),
            Unmet = job is { HasConsent: true } ? _body.FindUnmet(job) : [],
        };
    }

    private void Take(OtaCommand command)
    {
        if (command.WhatCase == OtaCommand.WhatOneofCase.ProofReply) _speech.ForgetProof();
        if (_hearing.Take(command, Journal.Job) is { } happened) Apply(happened);
    }

    private async Task SpeakAsync(BackendLink link, AgentAction action, CancellationToken stop)
    {
        string what = action switch
        {
            AgentAction.Ask => PauseOf.Asking,
            AgentAction.Tell => PauseOf.Telling,
            AgentAction.Prove => PauseOf.Proving,
            _ => PauseOf.Starting,
        };
        byte[] bytes = _speech.Write(action, Journal.Job, link.NextRequest());
        if (!await link.SendAsync(bytes, stop) || !await HearAsync(link, action, stop)) _pauses.Fail(what);
    }

    private async Task<bool> HearAsync(BackendLink link, AgentAction action, CancellationToken stop)
    {
        long began = _time.GetTimestamp();
        while (_time.GetElapsedTime(began) < _pace.Answer)
        {
            if (!await CameAsync(link, _pace.Answer - _time.GetElapsedTime(began), stop)) return false;
            while (link.Commands.TryRead(out OtaCommand? command))
            {
                Take(command);
                if (IsAnswer(command, action)) return true;
            }
        }

        return false;
    }

    // Answers are levels too: a late one to the same question says as much.
    private static bool IsAnswer(OtaCommand command, AgentAction action) => command.WhatCase switch
    {
        OtaCommand.WhatOneofCase.Job or OtaCommand.WhatOneofCase.NoJob => action is AgentAction.Ask,
        OtaCommand.WhatOneofCase.StatusReply => action is AgentAction.Tell,
        OtaCommand.WhatOneofCase.StartReply => action is AgentAction.AskToStart,
        OtaCommand.WhatOneofCase.ProofReply => action is AgentAction.Prove,
        _ => false,
    };

    private async Task WorkAsync(BackendLink? link, AgentAction action, CancellationToken stop)
    {
        using CancellationTokenSource unwanted = CancellationTokenSource.CreateLinkedTokenSource(stop);
        AgentJob job = Journal.Job!;
        Task<AgentEvent?> work = action switch
        {
            AgentAction.Prepare => _body.PrepareAsync(job, unwanted.Token),
            AgentAction.Download download => _body.DownloadAsync(job, download.Ecu, unwanted.Token),
            _ => CheckAsync(job, unwanted.Token),
        };
        if (link is not null) await ListenAsync(link, work, job, unwanted);
        AgentEvent? done = null;
        try
        {
            done = await work;
        }
        catch (OperationCanceledException) when (unwanted.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return; // Another job, or none any more.
        }
        finally
        {
            await unwanted.CancelAsync(); // Ends the waiting for commands.
        }

        string what = action is AgentAction.Prepare ? PauseOf.Preparing : PauseOf.Downloading;
        if (done is null) _pauses.Fail(what);
        else _pauses.Clear(what);
        if (done is not null) Apply(done);
    }

    private async Task<AgentEvent?> CheckAsync(AgentJob job, CancellationToken stop) => await _body.CheckImagesAsync(job, stop);

    // What is long is given up when what comes meanwhile makes it useless.
    private async Task ListenAsync(BackendLink link, Task work, AgentJob job, CancellationTokenSource unwanted)
    {
        while (!work.IsCompleted)
        {
            Task<bool> came = link.Commands.WaitToReadAsync(unwanted.Token).AsTask();
            if (await Task.WhenAny(work, came) == work || came.IsCanceled || !await came) return;
            while (link.Commands.TryRead(out OtaCommand? command)) Take(command);
            bool isWanted = Journal.Job is { } now && now.Rollout == job.Rollout && now.Offer == job.Offer && now.State == job.State;
            if (isWanted) continue;
            await unwanted.CancelAsync();
            return;
        }
    }

    private async Task<bool> CameAsync(BackendLink link, TimeSpan wait, CancellationToken stop)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<bool> came = link.Commands.WaitToReadAsync(limit.Token).AsTask();
        Task first = await Task.WhenAny(came, Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, limit.Token));
        await limit.CancelAsync();
        stop.ThrowIfCancellationRequested();
        return first == came && await came;
    }
}
