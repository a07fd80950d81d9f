using System.Threading.Channels;
using Ota.Core.Vehicles;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Tests.Bridge.Lanes;

/// <summary>A feature that does what a test says with each message, when the test says it.</summary>
internal sealed class ScriptedHandler : IUpHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<TaskCompletionSource<UpReceipt>> _taken = Channel.CreateUnbounded<TaskCompletionSource<UpReceipt>>();

    public string Type => "dtc";

    public async Task<TaskCompletionSource<UpReceipt>> NextAsync() => await _taken.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop)
    {
        TaskCompletionSource<UpReceipt> receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _taken.Writer.TryWrite(receipt);
        return receipt.Task.WaitAsync(stop);
    }
}
