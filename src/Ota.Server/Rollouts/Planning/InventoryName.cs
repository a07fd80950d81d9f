namespace Ota.Server.Rollouts.Planning;

/// <summary>A SHA-256 or nothing, without a text for each.</summary>
internal readonly record struct InventoryName
{
    private const int Size = 32;

    private readonly UInt128 _first;
    private readonly UInt128 _last;

    private InventoryName(UInt128 first, UInt128 last) => (_first, _last) = (first, last);

    /// <param name="digest">64 lower-case hexadecimal digits, or empty.</param>
    public static InventoryName Of(string digest)
    {
        if (digest.Length == 0) return default;
        return new InventoryName(Half(digest.AsSpan(0, Size)), Half(digest.AsSpan(Size, Size)));
    }

    /// <summary>The digits; empty for nothing.</summary>
    public override string ToString() => this == default ? "" : $"{_first:x32}{_last:x32}";

    private static UInt128 Half(ReadOnlySpan<char> digits) => UInt128.Parse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, provider: null);
}
