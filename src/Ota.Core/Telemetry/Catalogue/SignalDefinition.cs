using System.Text;
using System.Text.Unicode;

namespace Ota.Core.Telemetry.Catalogue;

/// <summary>
/// One signal of the catalogue. The id means this path, type and unit in every version of the catalogue that has it: if one of
/// them changes (VSS 6 made kilometres metres), the signal ends and another begins.
/// </summary>
public sealed record SignalDefinition
{
    /// <summary>UTF-8 bytes of one text at most.</summary>
    public const int MaximumTextSize = 256;

    private readonly byte[][] _allowed = [];

    /// <summary>The small number that stands for the signal in batches and stores: 1 to <see cref="SignalCatalogue.MaximumId"/>.</summary>
    public required int Id { get; init; }

    /// <summary>The dotted path, <c>Vehicle.Speed</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What the values are.</summary>
    public required SignalType Type { get; init; }

    /// <summary>How the values are held.</summary>
    public SignalKind Kind => SignalTypes.KindOf(Type);

    /// <summary>The unit as VSS names it, <c>km/h</c>; empty if the signal has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The first catalogue version that has the signal.</summary>
    public int Since { get; init; } = 1;

    /// <summary>The first catalogue version that no longer has it; null: it still is there.</summary>
    public int? Until { get; init; }

    /// <summary>The smallest whole number allowed, if the signal holds whole numbers.</summary>
    public required long MinimumInteger { get; init; }

    /// <summary>The largest whole number allowed.</summary>
    public required long MaximumInteger { get; init; }

    /// <summary>The smallest number allowed, if the signal holds floats.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest number allowed.</summary>
    public required double Maximum { get; init; }

    /// <summary>The only texts allowed; empty: any.</summary>
    public IReadOnlyList<string> Allowed
    {
        get;
        init
        {
            field = value;
            _allowed = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    } = [];

    /// <summary>Whether a version of the catalogue has the signal.</summary>
    public bool IsIn(long version) => version >= Since && !(version >= Until);

    /// <summary>Whether a whole number may be a value.</summary>
    public ValueProblem Check(long value)
    {
        if (Kind != SignalKind.Integer) return ValueProblem.WrongType;
        return value >= MinimumInteger && value <= MaximumInteger ? ValueProblem.None : ValueProblem.OutOfRange;
    }

    /// <summary>Whether a number may be a value; NaN and infinities never.</summary>
    public ValueProblem Check(double value)
    {
        if (Kind != SignalKind.Number) return ValueProblem.WrongType;
        return value >= Minimum && value <= Maximum ? ValueProblem.None : ValueProblem.OutOfRange;
    }

    /// <summary>Whether a text may be a value.</summary>
    /// <param name="utf8">The text's bytes.</param>
    public ValueProblem Check(ReadOnlySpan<byte> utf8)
    {
        if (Kind != SignalKind.Text) return ValueProblem.WrongType;
        if (_allowed.Length == 0)
            return utf8.Length <= MaximumTextSize && Utf8.IsValid(utf8) ? ValueProblem.None : ValueProblem.NotAllowed;
        foreach (byte[] allowed in _allowed)
        {
            if (utf8.SequenceEqual(allowed)) return ValueProblem.None;
        }

        return ValueProblem.NotAllowed;
    }
}
