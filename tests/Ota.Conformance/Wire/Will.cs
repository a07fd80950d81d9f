namespace Ota.Conformance.Wire;

/// <summary>The will fields of a CONNECT (3.1.3.2 to 3.1.3.4).</summary>
public sealed record Will(string Topic, byte[] Payload)
{
    public int Qos { get; init; }

    public bool Retain { get; init; }

    public byte[][] Properties { get; init; } = [];
}
