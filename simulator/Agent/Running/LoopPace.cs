namespace Ota.Simulator.Agent.Running;

/// <summary>How patient a vehicle is.</summary>
internal sealed record LoopPace
{
    /// <summary>For an answer of the backend.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The first pause after something failed.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest one; also how often conditions are looked at while nothing comes.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Before the driver is asked again.</summary>
    public TimeSpan Driver { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Before the backend is asked again after it said that installing may not begin.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a leave to begin is fresh.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between questions for the job without a hint.</summary>
    public TimeSpan Ask { get; init; } = TimeSpan.FromDays(1);
}
