using System.Buffers.Binary;
using System.Globalization;

namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>
/// One trouble code of one control unit. The raw bytes are kept, and everything else is read from them each time, because the tables
/// that give codes their meaning change.
/// </summary>
public sealed class TroubleCode : IEquatable<TroubleCode>
{
    /// <summary>Bytes of a maker's own code at most.</summary>
    public const int MaximumRawSize = 16;

    private const string Letters = "PCBU";
    private readonly byte[] _raw;

    private TroubleCode(TroubleCodeFormat format, ReadOnlySpan<byte> raw)
    {
        Format = format;
        _raw = raw.ToArray();
    }

    /// <summary>How the bytes are read.</summary>
    public TroubleCodeFormat Format { get; }

    /// <summary>The bytes as the control unit gave them.</summary>
    public ReadOnlySpan<byte> Raw => _raw;

    /// <summary>
    /// The code as workshops write it: <c>P0420</c>; <c>P0420-00</c> with UDS's failure type; <c>SPN 3216 FMI 20</c>; hexadecimal digits
    /// for a maker's own.
    /// </summary>
    public string Text => Format switch
    {
        TroubleCodeFormat.J2012 => FiveCharacters(),
        TroubleCodeFormat.Uds => string.Create(CultureInfo.InvariantCulture, $"{FiveCharacters()}-{_raw[2]:X2}"),
        TroubleCodeFormat.J1939 => string.Create(CultureInfo.InvariantCulture, $"SPN {Spn} FMI {Fmi}"),
        _ => Convert.ToHexString(_raw),
    };

    /// <summary>UDS's failure type byte; null for the other formats.</summary>
    public int? FailureType => Format == TroubleCodeFormat.Uds ? _raw[2] : null;

    /// <summary>J1939's suspect parameter number, 19 bits; null for the other formats.</summary>
    public int? Spn => Format == TroubleCodeFormat.J1939 ? ReadSpn(BinaryPrimitives.ReadUInt32LittleEndian(_raw)) : null;

    /// <summary>J1939's failure mode identifier, 5 bits; null for the other formats.</summary>
    public int? Fmi => Format == TroubleCodeFormat.J1939 ? _raw[2] & 0x1F : null;

    /// <summary>J1939's occurrence count, 7 bits, 127 being unknown; null for the other formats.</summary>
    public int? OccurrenceCount => Format == TroubleCodeFormat.J1939 ? _raw[3] & 0x7F : null;

    /// <summary>J1939's conversion method: true if the SPN follows one of the methods before version 4; null for the other formats.</summary>
    public bool? ConversionMethod => Format == TroubleCodeFormat.J1939 ? (_raw[3] & 0x80) != 0 : null;

    /// <summary>Takes a code as it came.</summary>
    /// <param name="format">Any number that a vehicle sent.</param>
    /// <param name="raw">Any bytes that a vehicle sent.</param>
    /// <returns>The code, or null if the format is unknown or the bytes are not as many as it has.</returns>
    public static TroubleCode? TryMake(TroubleCodeFormat format, ReadOnlySpan<byte> raw)
    {
        bool fits = format switch
        {
            TroubleCodeFormat.J2012 => raw.Length == 2,
            TroubleCodeFormat.Uds => raw.Length == 3,
            TroubleCodeFormat.J1939 => raw.Length == 4,
            TroubleCodeFormat.Maker => raw.Length is >= 1 and <= MaximumRawSize,
            _ => false,
        };
        return fits ? new TroubleCode(format, raw) : null;
    }

    /// <summary>Makes the four bytes of a J1939 code (version 4 of the conversion).</summary>
    /// <param name="spn">0 to 524,287.</param>
    /// <param name="fmi">0 to 31.</param>
    /// <param name="occurrences">0 to 127.</param>
    public static TroubleCode FromJ1939(int spn, int fmi, int occurrences)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)spn, 0x7FFFFu, nameof(spn));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)fmi, 0x1Fu, nameof(fmi));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)occurrences, 0x7Fu, nameof(occurrences));
        return new TroubleCode(
            TroubleCodeFormat.J1939, [(byte)spn, (byte)(spn >> 8), (byte)((spn >> 16 << 5) | fmi), (byte)occurrences]);
    }

    /// <summary>
    /// The same fault: for J1939 without occurrence count and conversion method, which change while the fault stays the same.
    /// </summary>
    public bool IsSameFault(TroubleCode other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Format == other.Format && Fault.SequenceEqual(other.Fault);
    }

    /// <inheritdoc />
    public bool Equals(TroubleCode? other) => other is not null && Format == other.Format && Raw.SequenceEqual(other.Raw);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TroubleCode);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_raw);
        return HashCode.Combine(Format, hash.ToHashCode());
    }

    /// <inheritdoc cref="Text" />
    public override string ToString() => Text;

    private ReadOnlySpan<byte> Fault => Format == TroubleCodeFormat.J1939 ? Raw[..3] : Raw;

    // SAE J1939-73, conversion version 4: the three highest bits of the SPN stand above the FMI.
    private static int ReadSpn(uint word) => (int)((word & 0xFFFF) | (word >> 21 & 7) << 16);

    // SAE J2012: two bits for the letter, two for the first digit, which is 0 to 3, then three hexadecimal digits.
    private string FiveCharacters() => string.Create(
        CultureInfo.InvariantCulture, $"{Letters[_raw[0] >> 6]}{_raw[0] >> 4 & 3}{_raw[0] & 0xF:X}{_raw[1]:X2}");
}
