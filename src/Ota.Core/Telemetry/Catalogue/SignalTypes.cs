namespace Ota.Core.Telemetry.Catalogue;

/// <summary>Names and ranges of the signal types.</summary>
public static class SignalTypes
{
    /// <summary>Finds a type by the name that COVESA VSS gives it, such as <c>uint8</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type, if there is one.</param>
    /// <returns>False if no scalar type has this name.</returns>
    public static bool TryParse(string name, out SignalType type)
    {
        type = name switch
        {
            "boolean" => SignalType.Boolean,
            "int8" => SignalType.Int8,
            "uint8" => SignalType.UInt8,
            "int16" => SignalType.Int16,
            "uint16" => SignalType.UInt16,
            "int32" => SignalType.Int32,
            "uint32" => SignalType.UInt32,
            "int64" => SignalType.Int64,
            "uint64" => SignalType.UInt64,
            "float" => SignalType.Float,
            "double" => SignalType.Double,
            "string" => SignalType.Text,
            _ => default,
        };
        return type != default;
    }

    /// <summary>How values of the type are held.</summary>
    public static SignalKind KindOf(SignalType type) => type switch
    {
        SignalType.Boolean => SignalKind.Flag,
        SignalType.Float or SignalType.Double => SignalKind.Number,
        SignalType.Text => SignalKind.Text,
        _ => SignalKind.Integer,
    };

    /// <summary>The smallest and largest whole number that the type holds.</summary>
    public static (long Minimum, long Maximum) IntegersOf(SignalType type) => type switch
    {
        SignalType.Boolean => (0, 1),
        SignalType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        SignalType.UInt8 => (byte.MinValue, byte.MaxValue),
        SignalType.Int16 => (short.MinValue, short.MaxValue),
        SignalType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        SignalType.Int32 => (int.MinValue, int.MaxValue),
        SignalType.UInt32 => (uint.MinValue, uint.MaxValue),
        SignalType.UInt64 => (0, long.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>The smallest and largest number that the type holds.</summary>
    public static (double Minimum, double Maximum) NumbersOf(SignalType type) =>
        type == SignalType.Float ? (float.MinValue, float.MaxValue) : (double.MinValue, double.MaxValue);
}
