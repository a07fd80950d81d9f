namespace Ota.Core.Vehicles.Filters;

/// <summary>A piece of a filter's text.</summary>
/// <param name="Kind">Which kind of piece.</param>
/// <param name="Position">Where it begins, counted from 1.</param>
/// <param name="Text">As written.</param>
/// <param name="Pattern">Of words and quoted texts: what they mean as a value.</param>
internal sealed record FilterToken(FilterTokenKind Kind, int Position, string Text, TextPattern? Pattern = null)
{
    public bool Is(string word) => Kind == FilterTokenKind.Word && Text == word;
}
