using System.Globalization;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Installs;

/// <summary>The names under which things are counted (table rollout_counts).</summary>
internal static class CountNames
{
    public const string Begun = "begun";
    public const string Soaked = "soaked";
    public const string Faulty = "faulty";
    /// <summary>Of <see cref="Faulty"/>, those that were offered nothing.</summary>
    public const string FaultyTargeted = "faulty_targeted";

    public const string Silent = "silent";
    public const string Retrying = "retrying";

    /// <summary>Changes of installs: what only rises, and tells those who watch that something is new.</summary>
    public const string Steps = "steps";

    public static string Of(InstallState state) => string.Create(CultureInfo.InvariantCulture, $"state:{(int)state}");

    public static string Of(WorkList work) => string.Create(CultureInfo.InvariantCulture, $"work:{(int)work}");

    public static string Of(FailureFamily family) => string.Create(CultureInfo.InvariantCulture, $"failure:{(int)family}");

    public static InstallState? TryReadState(string what) => TryRead(what, "state:") is { } number ? (InstallState)number : null;

    public static WorkList? TryReadWork(string what) => TryRead(what, "work:") is { } number ? (WorkList)number : null;

    public static FailureFamily? TryReadFailure(string what) => TryRead(what, "failure:") is { } number ? (FailureFamily)number : null;

    private static int? TryRead(string what, string prefix) =>
        what.StartsWith(prefix, StringComparison.Ordinal) ? int.Parse(what.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
