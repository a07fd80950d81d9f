namespace Ota.Server.Rollouts.Planning;

/// <summary>A SHA-256 or nothing, without a text for each.</summary>
internal readonly record struct InventoryName
{
    private readonly Digits32 _first;
    private readonly Digits32 _last;

    private InventoryName(Digits32 first, Digits32 last) => (_first, _last) = (first, last);

    /// <param name="digest">64 lower-case hexadecimal digits, or empty.</param>
    public static InventoryName Of(string digest)
    {
        if (digest.Length == 0) return default;
        return new InventoryName(Digits32.Of(digest.AsSpan(0, Digits32.Length)), Digits32.Of(digest.AsSpan(Digits32.Length)));
    }

    /// <summary>The digits; empty for nothing.</summary>
    public override string ToString() => this == default
        ? ""
        : string.Create(2 * Digits32.Length, this, (to, name) =>
        {
            name._first.Write(to);
            name._last.Write(to[Digits32.Length..]);
        });
}
