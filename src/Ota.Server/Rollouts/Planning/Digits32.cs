using System.Buffers.Binary;

namespace Ota.Server.Rollouts.Planning;

/// <summary>32 lower-case hexadecimal digits, without a text for each: the garbage collector need not look at a million of them. Ordered as the texts are.</summary>
internal readonly record struct Digits32
{
    public const int Length = 32;

    private const int Size = Length / 2;

    private Digits32(UInt128 value) => Value = value;

    public UInt128 Value { get; }

    /// <exception cref="FormatException">They are none, or not as many.</exception>
    public static Digits32 Of(ReadOnlySpan<char> digits)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (digits.Length != Length || Convert.FromHexString(digits, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            throw new FormatException($"These are not {Length} hexadecimal digits.");
        return new Digits32(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <param name="to">Takes the digits.</param>
    public void Write(Span<char> to)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        Convert.TryToHexStringLower(bytes, to, out _);
    }

    public override string ToString() => string.Create(Length, this, (to, digits) => digits.Write(to));
}
