using System.CommandLine;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>What operators do with a rollout as a whole.</summary>
internal static class Acts
{
    public static Command Start(Verbs verbs) => ActCommand.Create(verbs, new(
        "start", "Starts an approved rollout: the first wave opens.", "Starting", (session, request, options) => session.Rollouts.StartRolloutAsync(request, options))
    {
        NeedsReason = false,
        Next = id => $"Next: ota rollouts watch {id}",
        Examples = ["ota rollouts start 3f9a12bc44d0"],
    });

    public static Command Pause(Verbs verbs) => ActCommand.Create(verbs, new(
        "pause",
        "Stops offers and starts until somebody resumes it; what has begun to install finishes. It does not ask, since it is needed in a hurry.",
        "Pausing",
        (session, request, options) => session.Rollouts.PauseRolloutAsync(request, options))
    {
        Next = id => $"To let it go on: ota rollouts resume {id} --reason TEXT",
        Examples = ["ota rollouts pause 3f9a12bc44d0 --reason 'complaints from workshop 12, looking'"],
    });

    public static Command Resume(Verbs verbs) => ActCommand.Create(verbs, new(
        "resume",
        "Lets a paused or held rollout go on. After a hold somebody else than its author must do this, and the reason says why it is right.",
        "Resuming",
        (session, request, options) => session.Rollouts.ResumeRolloutAsync(request, options))
    {
        Next = id => $"Next: ota rollouts watch {id}",
        Examples = ["ota rollouts resume 3f9a12bc44d0 --reason 'the three failures were one broken charger, case 4711'"],
    });

    public static Command Halt(Verbs verbs) => ActCommand.Create(verbs, new(
        "halt",
        "Stops a rollout for good. What has begun to install finishes; no other vehicle begins after its permit has ended.",
        "Halting",
        (session, request, options) => session.Rollouts.HaltRolloutAsync(request, options))
    {
        Question = rollout => $"Halt {Name(rollout)} for good? {Concerned(rollout)}",
        Examples = ["ota rollouts halt 3f9a12bc44d0 --reason 'another fix replaces it'", "ota rollouts halt 3f9a12bc44d0 --reason 'drill' --yes"],
    });

    public static Command Revoke(Verbs verbs) => ActCommand.Create(verbs, new(
        "revoke",
        "Stops a rollout for good because its bundle must not be installed any more: vehicles that hold it are told to delete it, and those that cannot "
        + "be reached begin no install after their permit has ended.",
        "Revoking",
        (session, request, options) => session.Rollouts.RevokeRolloutAsync(request, options))
    {
        Question = rollout => $"Revoke {Name(rollout)}? {Concerned(rollout)} Those that hold the bundle are told to delete it.",
        Examples = ["ota rollouts revoke 3f9a12bc44d0 --reason 'wrong certificates in the build'", "ota rollouts revoke 3f9a12bc44d0 --reason 'wrong build' --yes"],
    });

    public static Command Cancel(Verbs verbs) => ActCommand.Create(verbs, new(
        "cancel", "Gives up a draft, or a rollout that was not started.", "Cancelling", (session, request, options) => session.Rollouts.CancelRolloutAsync(request, options))
    {
        Examples = ["ota rollouts cancel 3f9a12bc44d0 --reason 'wrong list of VINs'"],
    });

    private static string Name(Rollout rollout) => $"{Printable.Line(rollout.Title)} ({rollout.Name})";

    // Who decides has to know how many it is about, and what becomes of them.
    private static string Concerned(Rollout rollout)
    {
        IReadOnlyCollection<StateCount> states = Bucket.Sum(rollout);
        long known = Bucket.Offered.In(states) + Bucket.Waiting.In(states);
        return $"Of {Figures.Vehicles(rollout.Population)}, {Figures.Of(Bucket.NotOffered.In(states))} were not offered it and will not be, "
            + $"{Figures.Of(known)} were and begin no install after their permit, {Figures.Of(Bucket.Installing.In(states))} are installing and finish, "
            + $"{Figures.Of(Bucket.Proven.In(states))} are proven.";
    }
}
