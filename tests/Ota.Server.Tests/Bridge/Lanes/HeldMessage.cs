using System.Text;
using Ota.Mqtt;

namespace Ota.Server.Tests.Bridge.Lanes;

/// <summary>A message whose answer a test waits for.</summary>
internal sealed class HeldMessage(string topic, byte[]? payload = null) : IMqttHeldMessage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _topic = Encoding.UTF8.GetBytes(topic);
    private readonly byte[] _payload = payload ?? [];
    private readonly TaskCompletionSource<ReasonCode> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReadOnlySpan<byte> Topic => _topic;

    public ReadOnlyMemory<byte> Payload => _payload;

    public bool IsAnswered => _answer.Task.IsCompleted;

    public Task<ReasonCode> Answer => _answer.Task.WaitAsync(Patience);

    public void Complete(ReasonCode reason = ReasonCode.Success, string? text = null) => _answer.SetResult(reason); // Throws the second time.
}
