namespace Ota.Core.Rollouts.Explaining;

/// <summary>Answers "why is this car not updated".</summary>
public static class Explainer
{
    /// <summary>Explains.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="now">When.</param>
    public static Explained Explain(ExplainFacts facts, DateTimeOffset now) => throw new NotImplementedException();
}
