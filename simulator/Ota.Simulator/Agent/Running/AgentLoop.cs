using Google.Protobuf;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Backend;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Running;

/// <summary>
/// Carries out what <see cref="AgentMachine"/> decides: look, decide, act, keep, again. What comes from the backend is taken between two
/// acts; a download ends at once when it is not wanted any more.
/// </summary>
/// <param name="voice">Writes inventories.</param>
/// <param name="body">The vehicle.</param>
/// <param name="journal">What it knows from before.</param>
/// <param name="keep">Makes a journal outlast the process, with the event that led to it; called before anything rests on it.</param>
/// <param name="pace">How patient it is.</param>
/// <param name="time">The clock, of which only monotonic time counts.</param>
internal sealed class AgentLoop(
    VehicleVoice voice, IVehicleBody body, AgentJournal journal, Action<AgentJournal, AgentEvent?> keep, LoopPace pace, TimeProvider time)
{
    private const string Asking = "ask";
    private const string Telling = "tell";
    private const string Proving = "prove";
    private const string Starting = "start";
    private const string Preparing = "prepare";
    private const string Downloading = "download";
    private const string Driver = "driver";
    private const string Retry = "retry";
    private const string Looking = "look";
    private const string Daily = "daily";

    private readonly Pauses _pauses = new(time, pace.FirstPause, pace.LongestPause);
    private HeldPermit? _permit;
    private bool _mustAsk = true;
    private bool _retryWanted;
    private (ulong Counter, byte[] Bytes, string Nonce)? _proof;
    private (uint Offer, uint Attempt, ulong Seq, byte[] Bytes)? _report;
    private long _serverMs;
    private long _serverAt;

    public AgentJournal Journal { get; private set; } = journal;

    /// <summary>Whether the backend wants another attempt after a pause.</summary>
    public bool IsRetryWanted => _retryWanted;

    /// <summary>Whether it is bricked: nothing will ever happen again.</summary>
    public bool IsDead { get; private set; }

    /// <summary>The last verdict about a manifest.</summary>
    public ProofReply.Types.Verdict LastVerdict { get; private set; }

    /// <summary>Manifests sent, repeats included.</summary>
    public int Proofs { get; private set; }

    /// <summary>One act.</summary>
    /// <param name="link">Null without network.</param>
    /// <param name="stop">Ends the vehicle.</param>
    /// <returns>False if there was nothing to do.</returns>
    public async Task<bool> StepAsync(BackendLink? link, CancellationToken stop)
    {
        while (link is not null && link.Commands.TryRead(out OtaCommand? command)) Take(command);
        AgentAction action = Decide(link);
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
            case AgentAction.AskDriver:
                AgentEvent answer = body.AskDriver(Journal.Job!);
                if (answer is AgentEvent.Unanswered) _pauses.Set(Driver, pace.Driver);
                Apply(answer);
                return true;
            default:
                if (await body.ActAsync(Journal.Job!, action, stop) is { } done) Apply(done);
                else IsDead = true;
                return !IsDead;
        }
    }

    /// <summary>Waits until something comes or a pause is over.</summary>
    public async Task WaitAsync(BackendLink? link, TimeSpan longest, CancellationToken stop)
    {
        TimeSpan wait = _pauses.UntilNext();
        if (wait > longest) wait = longest;
        if (wait > pace.LongestPause) wait = pace.LongestPause;
        if (wait <= TimeSpan.Zero) return;
        if (link is null) await Task.Delay(wait, time, stop);
        else await CameAsync(link, wait, stop);
    }

    /// <summary>The vehicle was switched on: everything may be tried at once.</summary>
    public void WakeUp()
    {
        foreach (string what in new[] { Asking, Telling, Proving, Starting, Preparing, Downloading, Driver }) _pauses.Clear(what);
        _mustAsk = true;
    }

    /// <summary>Counts the next inventory, and keeps that.</summary>
    public ulong NextCounter()
    {
        Journal = Journal with { Counter = Journal.Counter + 1 };
        keep(Journal, null);
        return Journal.Counter;
    }

    /// <summary>Notes something that happened.</summary>
    public void Apply(AgentEvent happened)
    {
        AgentJournal next = AgentTransitions.Apply(Journal, happened);
        if (next == Journal) return;
        Journal = next;
        keep(next, happened);
    }

    private AgentAction Decide(BackendLink? link)
    {
        AgentJob? job = Journal.Job;
        _mustAsk |= _pauses.IsDue(Daily) || (_pauses.IsDue(Looking) && body.LacksMetadata && job is { State: JobState.Acknowledged });
        return AgentMachine.Next(Journal, new AgentInputs
        {
            HasContact = link?.IsConnected == true,
            IsAskDue = _mustAsk && _pauses.IsDue(Asking),
            IsTellDue = _pauses.IsDue(Telling),
            IsProofDue = _pauses.IsDue(Proving),
            IsStartDue = _pauses.IsDue(Starting),
            IsPrepareDue = _pauses.IsDue(Preparing) && !body.LacksMetadata,
            IsDownloadDue = _pauses.IsDue(Downloading),
            IsDriverDue = _pauses.IsDue(Driver),
            IsRetryDue = _retryWanted && _pauses.IsDue(Retry),
            Leave = LeaveFor(job),
            IsExpired = job is { ExpiresMs: > 0 } && ServerMs > job.ExpiresMs,
            Unmet = job is { HasConsent: true } ? body.FindUnmet(job) : [],
        });
    }

    private Leave LeaveFor(AgentJob? job)
    {
        if (job is null || _permit?.StandsFor(job) != true) return Leave.None;
        return _permit.Age < pace.Fresh ? Leave.Fresh : Leave.Permit;
    }

    // What the backend's clock shows now, as far as the vehicle can tell; 0 if it cannot.
    private long ServerMs => _serverMs == 0 ? 0 : _serverMs + (long)time.GetElapsedTime(_serverAt).TotalMilliseconds;

    private async Task SpeakAsync(BackendLink link, AgentAction action, CancellationToken stop)
    {
        string what = action switch { AgentAction.Ask => Asking, AgentAction.Tell => Telling, AgentAction.Prove => Proving, _ => Starting };
        byte[] bytes = action switch
        {
            AgentAction.Tell => Report(link),
            AgentAction.Prove => Proof(link),
            AgentAction.Ask => Fill(link.NextRequest(), new OtaReport { JobRequest = Question() }),
            _ => Fill(link.NextRequest(), new OtaReport
            {
                StartRequest = new StartRequest { Rollout = Journal.Job!.Rollout, Offer = Journal.Job.Offer, Attempt = Journal.Job.Attempt },
            }),
        };
        if (!await link.SendAsync(bytes, stop) || !await HearAsync(link, action, stop)) _pauses.Fail(what);
    }

    private async Task<bool> HearAsync(BackendLink link, AgentAction action, CancellationToken stop)
    {
        long began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < pace.Answer)
        {
            if (!await CameAsync(link, pace.Answer - time.GetElapsedTime(began), stop)) return false;
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

    private JobRequest Question() => Journal.Job is { } job && !(body.LacksMetadata && job.State == JobState.Acknowledged)
        ? new JobRequest { Rollout = job.Rollout, Offer = job.Offer }
        : new JobRequest();

    // A resent report keeps its number and its bytes.
    private byte[] Report(BackendLink link)
    {
        AgentJob job = Journal.Job!;
        if (_report is { } known && known.Offer == job.Offer && known.Attempt == job.Attempt && known.Seq == job.Seq) return known.Bytes;
        byte[] bytes = Fill(link.NextRequest(), new OtaReport { Status = JobStatusWriter.Write(job) });
        _report = (job.Offer, job.Attempt, job.Seq, bytes);
        return bytes;
    }

    // The same bytes get the same answer, so a manifest whose answer was lost is sent again as it was.
    private byte[] Proof(BackendLink link)
    {
        AgentJob job = Journal.Job!;
        Proofs++;
        if (_proof is { } known && known.Nonce == job.Nonce) return known.Bytes;
        ulong counter = NextCounter();
        ByteString signed = body.SignInventory(counter, ByteString.CopyFrom(Convert.FromHexString(job.Nonce)), voice.NowMs);
        byte[] bytes = Fill(link.NextRequest(), new OtaReport
        {
            Proof = new ProofMessage { Rollout = job.Rollout, Offer = job.Offer, Inventory = voice.Inventory(signed) },
        });
        _proof = (counter, bytes, job.Nonce);
        return bytes;
    }

    private byte[] Fill(ulong request, OtaReport report)
    {
        (report.SchemaVersion, report.RequestId, report.CaptureMs, report.Use) = (1, request, voice.NowMs, body.Use);
        return report.ToByteArray();
    }

    private async Task WorkAsync(BackendLink? link, AgentAction action, CancellationToken stop)
    {
        using CancellationTokenSource unwanted = CancellationTokenSource.CreateLinkedTokenSource(stop);
        AgentJob job = Journal.Job!;
        Task<AgentEvent?> work = action switch
        {
            AgentAction.Prepare => body.PrepareAsync(job, unwanted.Token),
            AgentAction.Download download => body.DownloadAsync(job, download.Ecu, unwanted.Token),
            _ => CheckAsync(job, unwanted.Token),
        };
        while (link is not null && !work.IsCompleted)
        {
            Task<bool> came = link.Commands.WaitToReadAsync(unwanted.Token).AsTask();
            if (await Task.WhenAny(work, came) == work || came.IsCanceled || !await came) break;
            while (link.Commands.TryRead(out OtaCommand? command)) Take(command);
            bool isWanted = Journal.Job is { } now && now.Rollout == job.Rollout && now.Offer == job.Offer && now.State == job.State;
            if (isWanted) continue;
            await unwanted.CancelAsync();
            break;
        }

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

        string what = action is AgentAction.Prepare ? Preparing : Downloading;
        if (done is null) _pauses.Fail(what);
        else _pauses.Clear(what);
        if (done is not null) Apply(done);
    }

    private async Task<AgentEvent?> CheckAsync(AgentJob job, CancellationToken stop) => await body.CheckImagesAsync(job, stop);

    private void Take(OtaCommand command)
    {
        if (command.ServerMs > 0) (_serverMs, _serverAt) = (command.ServerMs, time.GetTimestamp());
        switch (command.WhatCase)
        {
            case OtaCommand.WhatOneofCase.Hint:
                _mustAsk = true;
                _pauses.Clear(Asking);
                break;
            case OtaCommand.WhatOneofCase.Job:
                Asked();
                if (command.Job.Director.Count > 0)
                {
                    body.TakeMetadata(command.Job.Director);
                    _pauses.Clear(Looking);
                }

                Apply(new AgentEvent.JobCame(command.Job));
                break;
            case OtaCommand.WhatOneofCase.NoJob:
                Asked();
                Apply(new AgentEvent.NoJobCame());
                break;
            case OtaCommand.WhatOneofCase.StatusReply:
                TakeAnswer(command.StatusReply);
                break;
            case OtaCommand.WhatOneofCase.StartReply:
                TakeLeave(command.StartReply, command.ServerMs);
                break;
            case OtaCommand.WhatOneofCase.ProofReply:
                LastVerdict = command.ProofReply.Verdict;
                _proof = null;
                if (LastVerdict == ProofReply.Types.Verdict.Confirmed) _pauses.Clear(Proving);
                else _pauses.Fail(Proving); // Whoever is not believed does not prove any faster.
                Apply(new AgentEvent.Judged(command.ProofReply));
                break;
        }
    }

    private void Asked()
    {
        _mustAsk = false;
        _pauses.Clear(Asking);
        _pauses.Fail(Looking); // Until metadata comes, if that is what is missing.
        _pauses.Set(Daily, pace.Ask);
    }

    private void TakeAnswer(StatusReply reply)
    {
        _pauses.Clear(Telling);
        if (Journal.Job is { } job && job.Rollout == reply.Rollout && job.Offer == reply.Offer && job.Attempt == reply.Attempt)
        {
            _mustAsk |= !reply.Stands;
            _retryWanted = reply is { Stands: true, RetryAfterS: > 0 };
            if (_retryWanted) _pauses.Set(Retry, TimeSpan.FromSeconds(reply.RetryAfterS));
        }

        Apply(new AgentEvent.Answered(reply));
    }

    private void TakeLeave(StartReply reply, long serverMs)
    {
        _pauses.Clear(Starting);
        if (Journal.Job is not { } job || job.Rollout != reply.Rollout || job.Offer != reply.Offer) return;
        _permit = reply.Go ? HeldPermit.TryTake(reply.Permit, serverMs, voice.Vid, job, body.DirectorRoot, time) : null;
        if (_permit is not null) return;
        _pauses.Set(Starting, pace.Start);
        _mustAsk = true; // Stopped, revoked, another offer: the job says it.
    }

    private async Task<bool> CameAsync(BackendLink link, TimeSpan wait, CancellationToken stop)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<bool> came = link.Commands.WaitToReadAsync(limit.Token).AsTask();
        Task first = await Task.WhenAny(came, Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, limit.Token));
        await limit.CancelAsync();
        stop.ThrowIfCancellationRequested();
        return first == came && await came;
    }
}
