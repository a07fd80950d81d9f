namespace Ota.Rpc.Tests.Interop.Wire;

/// <summary>The compressed-flags of the gRPC messages that one direction of one HTTP/2 stream has carried, in order.</summary>
internal sealed class FrameFlags
{
    private const int HeaderSize = 5;

    private readonly byte[] _header = new byte[HeaderSize];
    private readonly List<bool> _flags = [];
    private int _headerLength;
    private uint _payloadLeft;

    public bool[] ToArray() => [.. _flags];

    public void Feed(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            if (_headerLength == HeaderSize)
            {
                int skipped = (int)Math.Min(_payloadLeft, (uint)data.Length);
                data = data[skipped..];
                _payloadLeft -= (uint)skipped;
                if (_payloadLeft == 0)
                    _headerLength = 0;
                continue;
            }
            _header[_headerLength++] = data[0];
            data = data[1..];
            if (_headerLength == HeaderSize)
                BeginMessage();
        }
    }

    private void BeginMessage()
    {
        _flags.Add(_header[0] == 1);
        _payloadLeft = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
        if (_payloadLeft == 0)
            _headerLength = 0;
    }
}
