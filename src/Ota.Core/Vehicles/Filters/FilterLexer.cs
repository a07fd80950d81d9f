using System.Text;

namespace Ota.Core.Vehicles.Filters;

/// <summary>Cuts a filter's text into pieces.</summary>
internal sealed class FilterLexer(string text)
{
    private static readonly string[] Signs = ["!=", "<=", ">=", "=", "<", ">", ":"];

    private readonly List<FilterToken> _tokens = [];
    private int _at;
    private FilterProblem? _problem;

    /// <returns>The pieces with an end after the last, or null and the problem.</returns>
    public static IReadOnlyList<FilterToken>? TryRead(string text, out FilterProblem? problem)
    {
        FilterLexer lexer = new(text);
        lexer.Read();
        problem = lexer._problem;
        return problem is null ? lexer._tokens : null;
    }

    private void Read()
    {
        while (_problem is null && _at < text.Length)
        {
            char c = text[_at];
            if (c is ' ' or '\t' or '\r' or '\n') _at++;
            else if (c is '(' or ')') AddOne(c is '(' ? FilterTokenKind.Open : FilterTokenKind.Close, 1);
            else if (Signs.FirstOrDefault(IsHere) is { } sign) AddOne(FilterTokenKind.Sign, sign.Length);
            else if (c is '"') ReadQuoted();
            else if (IsOfWord(c)) ReadWord();
            else _problem = new FilterProblem(_at + 1, $"{Show(c)} has no meaning here; put texts into quotation marks.");
        }

        _tokens.Add(new FilterToken(FilterTokenKind.End, text.Length + 1, ""));
    }

    private bool IsHere(string sign) => text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal);

    private void AddOne(FilterTokenKind kind, int length)
    {
        _tokens.Add(new FilterToken(kind, _at + 1, text.Substring(_at, length)));
        _at += length;
    }

    private void ReadWord()
    {
        int start = _at;
        while (_at < text.Length && IsOfWord(text[_at])) _at++;
        string word = text[start.._at];
        _tokens.Add(new FilterToken(FilterTokenKind.Word, start + 1, word, TextPattern.Of(word.Split(TextPattern.Wildcard))));
    }

    private void ReadQuoted()
    {
        int start = _at++;
        List<string> parts = [];
        StringBuilder part = new();
        for (; _at < text.Length; _at++)
        {
            char c = text[_at];
            if (c is '"')
            {
                _at++;
                _tokens.Add(new FilterToken(FilterTokenKind.Quoted, start + 1, text[start.._at], TextPattern.Of([.. parts, part.ToString()])));
                return;
            }

            if (char.IsControl(c) || char.IsSurrogate(c))
            {
                _problem = new FilterProblem(_at + 1, $"{Show(c)} can be in no value; take it out.");
                return;
            }

            if (c is TextPattern.Wildcard)
            {
                parts.Add(part.ToString());
                part.Clear();
                continue;
            }

            if (c is '\\')
            {
                if (++_at == text.Length || text[_at] is not ('"' or '\\' or TextPattern.Wildcard))
                {
                    _problem = new FilterProblem(_at, "A backslash stands before \", \\ or * only; write \\\\ for one that is meant.");
                    return;
                }

                c = text[_at];
            }

            part.Append(c);
        }

        _problem = new FilterProblem(start + 1, "The quotation mark is not closed; add one at the end of the text.");
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '+' or '#' or TextPattern.Wildcard;

    private static string Show(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) ? $"The character U+{(int)c:X4}" : $"'{c}'";
}
