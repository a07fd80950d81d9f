using System.Buffers;
using System.IO.Pipelines;

namespace Ota.Mqtt.Broker;

/// <summary>The loop of one connection: reads, acts on all whole packets of a read, and sends the answers together.</summary>
internal sealed class ConnectionLoop(MqttBroker broker, MqttTransport transport, MqttConnection connection)
{
    public async Task RunAsync()
    {
        if (!broker.TryAdd(connection))
        {
            transport.Abort();
            return;
        }
        try
        {
            await broker.ConnectGate.EnterAsync();
            connection.Watch.Start();
            if (await new ConnectHandshake(broker, transport, connection).RunAsync() is { } accepted
                && connection.Accept(accepted) is { } session)
                await ReadAsync(new PacketHandler(broker, connection, session));
        }
        catch (MqttProtocolException refused)
        {
            broker.Log.ConnectionRefused(transport.RemoteEndPoint, refused.Reason, refused.Message);
            if (!connection.Responses.IsEmpty)
                connection.TrySendResponses(); // What came before the error was right.
            connection.Close(refused.Reason, refused.Message);
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException or InvalidOperationException)
        {
            broker.Log.ConnectionLost(transport.RemoteEndPoint, lost.Message);
        }
        finally
        {
            connection.Leave();
        }
    }

    private async Task ReadAsync(PacketHandler handler)
    {
        PipeReader input = transport.Input;
        if (transport.Inline is { } inline)
            inline.IsInline = true; // Nothing from here on blocks.
        while (!connection.IsEnding)
        {
            ReadResult read = await input.ReadAsync();
            if (connection.IsEnding)
                return;
            connection.Watch.Hear();
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (HandleSome(handler, ref buffer))
            {
                connection.Watch.Pause();
                await connection.SendResponsesAsync();
                if (connection.IsOverBudget)
                    await connection.RoomAsync();
                connection.Watch.Hear();
            }
            await connection.SendResponsesAsync();
            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private static bool HandleSome(PacketHandler handler, ref ReadOnlySequence<byte> buffer)
    {
        try
        {
            return handler.HandleSome(ref buffer);
        }
        finally
        {
            handler.EndBatch();
        }
    }
}
