namespace Ota.EndToEnd.Attacks;

/// <summary>What a client gets for one file.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The bytes.</param>
/// <param name="IsEndless">The bytes come again and again.</param>
internal sealed record Reply(int Status, byte[] Body, bool IsEndless = false)
{
    public bool IsFound => Status == 200;

    public static Reply Of(byte[] body) => new(200, body);

    public Reply With(Func<byte[], byte[]> deform) => IsFound ? this with { Body = deform(Body) } : this;
}
