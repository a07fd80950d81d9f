namespace Ota.Server.Rollouts.Jobs;

/// <summary>Whether a vehicle may begin.</summary>
internal abstract record StartVerdict
{
    private StartVerdict()
    {
    }

    /// <summary>It may.</summary>
    /// <param name="Until">Also without contact up to this; null: it has begun already and needs no leave.</param>
    public sealed record Go(DateTimeOffset? Until) : StartVerdict;

    /// <summary>It may not.</summary>
    /// <param name="Reason">One of <see cref="JobWords"/>.</param>
    public sealed record No(string Reason) : StartVerdict;
}
