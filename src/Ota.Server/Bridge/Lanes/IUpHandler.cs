using Ota.Core.Vehicles;

namespace Ota.Server.Bridge.Lanes;

/// <summary>What a feature does with the messages of one type. It sees messages more than once, and in any order.</summary>
internal interface IUpHandler
{
    /// <summary>The last level of the topic: <c>dtc</c>.</summary>
    string Type { get; }

    /// <summary>Completes when what the message says survives a power cut, or it can never be taken: only then is it acknowledged.</summary>
    /// <exception cref="Exception">It cannot be stored now; the lane tries again.</exception>
    Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop);
}
