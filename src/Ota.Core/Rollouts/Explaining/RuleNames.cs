namespace Ota.Core.Rollouts.Explaining;

/// <summary>The rules of an explanation, in the order in which they apply, and what each says once it holds.</summary>
internal static class RuleNames
{
    public const string Approved = "approved";
    public const string Running = "running";
    public const string Wave = "wave";
    public const string Window = "window";
    public const string Pace = "pace";
    public const string OneJob = "one_job";
    public const string Eligible = "eligible";
    public const string Offered = "offered";
    public const string Contact = "contact";
    public const string Downloaded = "downloaded";
    public const string Verified = "verified";
    public const string Consent = "consent";
    public const string SafeState = "safe_state";
    public const string Permit = "permit";
    public const string Installed = "installed";
    public const string Proven = "proven";

    public static IReadOnlyList<(string Name, string Sentence)> InOrder { get; } =
    [
        (Approved, "Somebody else than its author has approved the rollout."),
        (Running, "The rollout runs."),
        (Wave, "The vehicle's wave is open."),
        (Window, "The time of day is one of the policy's."),
        (Pace, "The limit of offers an hour leaves room."),
        (OneJob, "No other rollout has the vehicle."),
        (Eligible, "Its inventory fits the bundle."),
        (Offered, "It is offered the update."),
        (Contact, "It has fetched its job."),
        (Downloaded, "It has downloaded all images."),
        (Verified, "It has verified the metadata and all images."),
        (Consent, "Its driver has agreed, or need not."),
        (SafeState, "It is in a state in which installing is safe."),
        (Permit, "It was allowed to begin right before it began."),
        (Installed, "It has installed all images and tested itself."),
        (Proven, "A fresh signed inventory shows every target."),
    ];
}
