namespace Ota.Core.Vehicles.Filters;

/// <summary>Why a text is no filter.</summary>
/// <param name="Position">The character where it shows, counted from 1.</param>
/// <param name="Sentence">What is wrong and what to write instead.</param>
public sealed record FilterProblem(int Position, string Sentence)
{
    /// <summary>Both in one line.</summary>
    public override string ToString() => $"At character {Position}: {Sentence}";
}
