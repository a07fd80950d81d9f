namespace Ota.Server.Rollouts.Planning;

/// <summary>An amendment as stored; times in Unix milliseconds.</summary>
internal sealed class AmendmentRow
{
    /// <summary>Between the rollout's id and the amendment's number in the id of the hidden rollout that keeps its vehicles.</summary>
    public const string Separator = "+";

    public const string Columns = "rollout, number, time, author, reason, vehicles, verdicts, population_digest AS PopulationDigest, approved, dropped";

    public long Rollout { get; init; }

    public long Number { get; init; }

    public long Time { get; init; }

    public string Author { get; init; } = "";

    public string Reason { get; init; } = "";

    public long Vehicles { get; init; }

    /// <summary>JSON, see <see cref="VerdictTexts"/>.</summary>
    public string Verdicts { get; init; } = "[]";

    public string PopulationDigest { get; init; } = "";

    public long? Approved { get; init; }

    public long? Dropped { get; init; }

    public static string HiddenId(string rollout, long number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rollout}{Separator}{number}");
}
