using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Ota.Bench.Mqtt;

/// <summary>
/// What Kestrel can do at most: finds the frames, answers CONNECT, PUBLISH of QoS 1 and PINGREQ, and looks at nothing else. One flush for
/// each read.
/// </summary>
internal sealed class BareMqttHandler : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        PipeWriter output = connection.Transport.Output;
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (TryTake(ref buffer, out byte first, out ReadOnlySequence<byte> body))
                Answer(output, first, body);
            input.AdvanceTo(buffer.Start, buffer.End);
            await output.FlushAsync();
            if (read.IsCompleted)
                return;
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte first, out ReadOnlySequence<byte> body)
    {
        first = 0;
        body = default;
        Span<byte> head = stackalloc byte[5];
        int have = (int)Math.Min(buffer.Length, head.Length);
        buffer.Slice(0, have).CopyTo(head);
        int length = 0;
        for (int i = 1; i < have; i++)
        {
            length |= (head[i] & 0x7F) << (7 * (i - 1));
            if (head[i] >= 0x80)
                continue;
            if (buffer.Length < i + 1 + length)
                return false;
            first = head[0];
            body = buffer.Slice(i + 1, length);
            buffer = buffer.Slice(i + 1 + length);
            return true;
        }
        return false;
    }

    private static void Answer(PipeWriter output, byte first, in ReadOnlySequence<byte> body)
    {
        switch (first >> 4)
        {
            case 1:
                output.Write<byte>([0x20, 2, 0, 0]);
                break;
            case 3 when (first & 0x06) == 0x02:
                Span<byte> number = stackalloc byte[2];
                body.Slice(0, 2).CopyTo(number);
                body.Slice(2 + BinaryPrimitives.ReadUInt16BigEndian(number), 2).CopyTo(number);
                output.Write<byte>([0x40, 2, number[0], number[1]]);
                break;
            case 12:
                output.Write<byte>([0xD0, 0]);
                break;
        }
    }
}
