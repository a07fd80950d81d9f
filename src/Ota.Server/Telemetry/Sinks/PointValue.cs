namespace Ota.Server.Telemetry.Sinks;

/// <summary>One typed value; the number is held as bits so that no value is boxed.</summary>
internal readonly record struct PointValue
{
    private readonly long _bits;
    private readonly string? _text;

    private PointValue(PointKind kind, long bits, string? text = null)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
    }

    public PointKind Kind { get; }

    public long Integer => _bits;

    public double Double => BitConverter.Int64BitsToDouble(_bits);

    public float Single => BitConverter.Int32BitsToSingle((int)_bits);

    public bool Boolean => _bits != 0;

    public string Text => _text ?? "";

    public static PointValue Of(long value) => new(PointKind.Integer, value);

    public static PointValue Of(double value) => new(PointKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Kept apart from a double: 12.3f written as a double would read 12.300000190734863.</summary>
    public static PointValue Of(float value) => new(PointKind.Single, BitConverter.SingleToInt32Bits(value));

    public static PointValue Of(bool value) => new(PointKind.Boolean, value ? 1 : 0);

    public static PointValue Of(string value) => new(PointKind.Text, 0, value);
}
