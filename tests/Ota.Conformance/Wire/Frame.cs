namespace Ota.Conformance.Wire;

/// <summary>Puts a fixed header (2.1) before a body, a right one or a wrong one.</summary>
public static class Frame
{
    public static byte[] Of(int firstByte, params byte[] body) => OfLength(firstByte, (uint)body.Length, body);

    /// <summary>A frame whose remaining length is not that of its body.</summary>
    public static byte[] OfLength(int firstByte, uint remainingLength, params byte[] body) =>
        new Bytes().Byte(firstByte).VarInt(remainingLength).Raw(body).ToArray();

    public static byte[] Pingreq { get; } = Of(0xC0);
}
