using System.Collections.Concurrent;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>Keeps what vehicles are sent, instead of a broker.</summary>
internal sealed class SentCommands : IDownTopics
{
    private readonly ConcurrentQueue<OtaCommand> _sent = [];

    public Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop)
    {
        if (type == "ota") _sent.Enqueue(OtaCommand.Parser.ParseFrom(payload.Span));
        return Task.CompletedTask;
    }

    /// <summary>The next answer; hints are passed over, since they come when they like.</summary>
    public OtaCommand Next()
    {
        while (_sent.TryDequeue(out OtaCommand? command))
        {
            if (command.Hint is null) return command;
        }

        throw new InvalidOperationException("Nothing was answered.");
    }
}
