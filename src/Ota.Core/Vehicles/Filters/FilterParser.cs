namespace Ota.Core.Vehicles.Filters;

/// <summary>
/// Understands filters in the manner of AIP-160: <c>model = "e-Up" AND year &gt;= 2021 AND ecus.hardware_id = "gw-2"</c>. Where
/// readers of AIP-160 disagree with each other, it asks for brackets: AND and OR are never mixed without.
/// </summary>
public sealed class FilterParser
{
    /// <summary>The longest filter, in characters.</summary>
    public const int MaxLength = 8192;

    /// <summary>Most brackets and NOTs within each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most comparisons.</summary>
    public const int MaxComparisons = 200;

    private readonly IReadOnlyList<FilterToken> _tokens;
    private int _at;
    private int _depth;
    private int _comparisons;
    private bool _isInEcu;
    private FilterProblem? _problem;

    private FilterParser(IReadOnlyList<FilterToken> tokens) => _tokens = tokens;

    private FilterToken Next => _tokens[_at];

    /// <summary>Parses a filter; the empty one is every vehicle.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <param name="problem">Why there is no filter; null if there is one.</param>
    /// <returns>The filter, or null and the problem.</returns>
    public static FilterNode? TryParse(string text, out FilterProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            problem = new FilterProblem(MaxLength + 1, $"The filter is longer than {MaxLength} characters; send vehicles as a list instead.");
            return null;
        }

        IReadOnlyList<FilterToken>? tokens = FilterLexer.TryRead(text, out problem);
        if (tokens is null) return null;
        if (tokens.Count == 1) return new FilterNode.Everything();
        FilterParser parser = new(tokens);
        FilterNode? filter = parser.ReadExpression();
        if (filter is not null && parser.Next.Kind is not FilterTokenKind.End) filter = parser.Fail(parser.ExplainRest());
        problem = parser._problem;
        return filter;
    }

    private FilterNode? ReadExpression()
    {
        FilterNode? left = ReadTerm();
        string? joint = null;
        while (left is not null && (Next.Is("AND") || Next.Is("OR")))
        {
            joint ??= Next.Text;
            if (Next.Text != joint) return Fail("AND and OR are mixed; put brackets around what belongs together.");
            _at++;
            FilterNode? right = ReadTerm();
            if (right is null) return null;
            left = joint == "AND" ? new FilterNode.And(left, right) : new FilterNode.Or(left, right);
        }

        return left;
    }

    private FilterNode? ReadTerm()
    {
        if (Next.Is("NOT"))
        {
            FilterNode? negated = Deeper(ReadTerm);
            return negated is null ? null : new FilterNode.Not(negated);
        }

        if (Next.Kind is not FilterTokenKind.Open) return ReadComparison();
        return ReadGroup();
    }

    private FilterNode? ReadGroup()
    {
        FilterNode? inner = Deeper(ReadExpression);
        if (inner is null) return null;
        if (Next.Kind is not FilterTokenKind.Close)
            return Fail(Next.Kind is FilterTokenKind.End ? "A bracket is not closed; add ')'." : ExplainRest());
        _at++;
        return inner;
    }

    // Passes the word or bracket that leads one level down.
    private FilterNode? Deeper(Func<FilterNode?> read)
    {
        if (++_depth > MaxDepth) return Fail($"More than {MaxDepth} brackets and NOTs are within each other; simplify the filter.");
        _at++;
        FilterNode? inner = read();
        _depth--;
        return inner;
    }

    private FilterNode? ReadComparison()
    {
        if (Next.Kind is not FilterTokenKind.Word)
        {
            return Fail(Next.Kind is FilterTokenKind.End
                ? "Something is missing at the end; write a comparison such as year >= 2021."
                : $"{Next.Text} is no field; write a comparison such as year >= 2021.");
        }

        if (++_comparisons > MaxComparisons) return Fail($"There are more than {MaxComparisons} comparisons; send vehicles as a list instead.");
        FilterToken name = Next;
        _at++;
        if (name.Text == FilterField.Ecus && !_isInEcu) return ReadEcuGroup(name);
        bool isOfEcu = !_isInEcu && name.Text.StartsWith(FilterField.Ecus + FilterField.Dot, StringComparison.Ordinal);
        string field = isOfEcu ? name.Text[(FilterField.Ecus.Length + 1)..] : name.Text;
        FilterToken value = _tokens[Math.Min(_at + 1, _tokens.Count - 1)];
        FilterNode? comparison = new FilterComparison(name, field, isOfEcu || _isInEcu).TryRead(Next, value, out _problem);
        if (comparison is null) return null;
        _at += 2;
        return isOfEcu ? new FilterNode.AnyEcu(comparison) : comparison;
    }

    private FilterNode.AnyEcu? ReadEcuGroup(FilterToken name)
    {
        if (Next is not { Kind: FilterTokenKind.Sign, Text: ":" } || _tokens[_at + 1].Kind is not FilterTokenKind.Open)
        {
            _problem = new FilterProblem(
                name.Position,
                "ecus needs a field, as in ecus.hardware_id = \"gw-2\", or several for one ECU, as in "
                + "ecus:(hardware_id = \"gw-2\" AND version = \"1.0\").");
            return null;
        }

        _at++;
        _isInEcu = true;
        FilterNode? inner = ReadGroup();
        _isInEcu = false;
        return inner is null ? null : new FilterNode.AnyEcu(inner);
    }

    private string ExplainRest() => Next.Kind is FilterTokenKind.Close
        ? "This bracket was never opened; take it out."
        : $"AND or OR is missing before {Next.Text}.";

    private FilterNode? Fail(string sentence)
    {
        _problem ??= new FilterProblem(Next.Position, sentence);
        return null;
    }
}
