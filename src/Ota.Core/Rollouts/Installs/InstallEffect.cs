namespace Ota.Core.Rollouts.Installs;

/// <summary>What is to be done outside because of a step. Each is idempotent, and stored with the step.</summary>
public abstract record InstallEffect
{
    private InstallEffect()
    {
    }

    /// <summary>Tell the vehicle that there is something for it. A hint: it asks by itself after every birth.</summary>
    public sealed record Hint : InstallEffect;

    /// <summary>Ask the vehicle for an inventory with the install's nonce.</summary>
    public sealed record AskForProof : InstallEffect;

    /// <summary>Take back the Director targets, if they are still those of this offer; another rollout may have the vehicle.</summary>
    public sealed record TakeBack : InstallEffect;

    /// <summary>The targets are proven: from now on they are what later bundles must not undo.</summary>
    public sealed record KeepRemedy : InstallEffect;

    /// <summary>Something that stops the wave at once.</summary>
    /// <param name="Reason">What.</param>
    public sealed record StopWave(Failures.FailureReason Reason) : InstallEffect;
}
