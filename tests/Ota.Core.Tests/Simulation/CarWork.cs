using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Tests.Simulation;

/// <summary>
/// What a car does with a job, one small step at a time, in the order of a bundle with three ECUs: stage all, install ascending, test the whole
/// set, commit ascending; before the first commit a failure rolls back descending, after it the car rolls forward.
/// </summary>
internal sealed class CarWork(World world, Car car)
{
    private Character Character => car.Character;

    public static EcuInstallState ProgressOf(CarJob job, string ecu)
    {
        int index = job.Targets.FindIndex(target => target[0] == ecu);
        return job.Phase switch
        {
            < InstallState.Downloaded => EcuInstallState.Pending,
            < InstallState.Verified => EcuInstallState.Downloaded,
            < InstallState.Installing => EcuInstallState.Staged,
            InstallState.Installing => index < job.Index ? EcuInstallState.Installed : index == job.Index ? EcuInstallState.Installing : EcuInstallState.Staged,
            InstallState.Rebooting => EcuInstallState.Installed,
            InstallState.SelfTest => EcuInstallState.Tested,
            InstallState.Committed => EcuInstallState.Committed,
            InstallState.Inconsistent or InstallState.SafeDegraded => EcuInstallState.Failed,
            _ => EcuInstallState.RolledBack,
        };
    }

    public void Step(CarJob job, DateTimeOffset now)
    {
        switch (job.Phase)
        {
            case InstallState.Acknowledged: Go(job, InstallState.Downloading); break;
            case InstallState.Downloading: FailOr(job, InstallState.Downloaded, FailureFamily.Network, FailureFamily.Space); break;
            case InstallState.Downloaded: FailOr(job, InstallState.Verified, FailureFamily.Authenticity); break;
            case InstallState.Verified or InstallState.WaitConsent or InstallState.WaitSafeState: Wait(job, now); break;
            case InstallState.Installing when job.IsGoingBack: GoBack(job); break;
            case InstallState.Installing: Write(job); break;
            case InstallState.Rebooting: FailBackOr(job, InstallState.SelfTest, FailureFamily.Boot); break;
            case InstallState.SelfTest: Commit(job); break;
            case InstallState.RolledBack when job.IsAcknowledged && job.RetryAt <= now: Retry(job); break;
            default: break;
        }
    }

    /// <summary>After a power cut: what was being written is not whole, and nobody knows more than what is written down.</summary>
    public void Recover(CarJob job)
    {
        if (!InstallStates.IsInstalling(job.Phase) || job.IsGoingBack || job.Committed > 0 || Character.Resumes) return;
        StartBack(job, new FailureReason(FailureFamily.Flash, FailureCodes.VoltageTooLow));
    }

    private void Wait(CarJob job, DateTimeOffset now)
    {
        if (Character.Refuses)
        {
            Go(job, InstallState.Declined, new FailureReason(FailureFamily.User, FailureCodes.Refused));
        }
        else if (job.Postponed < Character.Postpones)
        {
            if (job.Phase != InstallState.WaitConsent || world.Chance(0.1))
            {
                job.Postponed++;
                Go(job, InstallState.WaitConsent);
            }
        }
        else if (now < job.Got + Character.LowBattery)
        {
            if (job.Phase != InstallState.WaitSafeState) Go(job, InstallState.WaitSafeState);
            else if (!(job.PermitUntil > now + TimeSpan.FromHours(12))) car.Say(new Message.StartRequest(job.Rollout, job.Offer)); // In advance.
        }
        else
        {
            TryBegin(job, now);
        }
    }

    private void TryBegin(CarJob job, DateTimeOffset now)
    {
        bool hasAsked = !car.IsOnline || now - job.AllowedAt < TimeSpan.FromMinutes(10);
        if (hasAsked && !(car.IsOnline && job.IsStopped) && now <= job.PermitUntil)
        {
            world.Begin(car, job);
            job.Index = 0;
            Go(job, Character.Lies ? InstallState.Committed : InstallState.Installing);
        }
        else
        {
            car.Say(new Message.StartRequest(job.Rollout, job.Offer));
        }
    }

    private void Write(CarJob job)
    {
        string[] target = job.Targets[job.Index];
        if (!job.IsWriting)
        {
            job.IsWriting = true;
            car.Save(); // What is about to happen is written down first.
            if (Character.OneSlot) car.Images[target[0]] = "?";
            if (Character.Bricks && job.Index == 1) car.IsDead = true;
            return;
        }

        if (Character.FailsBy == FailureFamily.Flash && Character.FailsAt == job.Index && car.FailuresLeft > 0)
        {
            car.FailuresLeft--;
            StartBack(job, new FailureReason(FailureFamily.Flash, FailureCodes.GeneralProgrammingFailure, "E-1204"));
            return;
        }

        car.Images[target[0]] = Character.WrongBuild ? "x" : target[2];
        job.IsWriting = false;
        if (++job.Index == job.Targets.Count) Go(job, InstallState.Rebooting);
    }

    private void Commit(CarJob job)
    {
        if (job.Committed == 0 && Fails(FailureFamily.Health))
            StartBack(job, new FailureReason(FailureFamily.Health, FailureCodes.SelfTestFailed));
        else if (++job.Committed == job.Targets.Count)
            Go(job, InstallState.Committed);
    }

    private void GoBack(CarJob job)
    {
        if (job.Index < 0)
        {
            Go(job, InstallState.RolledBack, job.Reason);
            return;
        }

        string[] target = job.Targets[job.Index];
        bool isStuck = job.Index == Character.StuckEcu && car.Images[target[0]] != target[1];
        if (!isStuck) car.Images[target[0]] = target[1];
        job.Index--;
        if (!isStuck) return;
        InstallState end = Character.Degrades ? InstallState.SafeDegraded : InstallState.Inconsistent;
        Go(job, end, new FailureReason(FailureFamily.Rollback, FailureCodes.RollbackFailed));
    }

    private static void Retry(CarJob job)
    {
        (job.Attempt, job.Seq, job.IsGoingBack, job.IsWriting, job.Index, job.Committed) = (job.Attempt + 1, 0, false, false, 0, 0);
        Go(job, InstallState.Acknowledged);
    }

    private void FailBackOr(CarJob job, InstallState next, FailureFamily family)
    {
        if (Fails(family)) StartBack(job, new FailureReason(family, 1));
        else Go(job, next);
    }

    private void FailOr(CarJob job, InstallState next, params ReadOnlySpan<FailureFamily> families)
    {
        foreach (FailureFamily family in families)
        {
            if (!Fails(family)) continue;
            Go(job, InstallState.RolledBack, new FailureReason(family, 1));
            return;
        }

        Go(job, next);
    }

    private bool Fails(FailureFamily family)
    {
        if (Character.FailsBy != family || car.FailuresLeft == 0) return false;
        car.FailuresLeft--;
        return true;
    }

    private static void StartBack(CarJob job, FailureReason reason)
    {
        (job.IsGoingBack, job.IsWriting, job.Reason) = (true, false, reason);
        job.Index = job.Phase == InstallState.Installing ? job.Index : job.Targets.Count - 1;
        job.Phase = InstallState.Installing;
    }

    private static void Go(CarJob job, InstallState phase, FailureReason? reason = null)
    {
        (job.Phase, job.Reason, job.IsAcknowledged, job.RetryAt) = (phase, reason, false, null);
        job.Seq++;
        if (phase == InstallState.Committed) job.WantsProof = true;
    }
}
