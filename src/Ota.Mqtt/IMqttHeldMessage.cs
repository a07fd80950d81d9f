namespace Ota.Mqtt;

/// <summary>A message whose sender waits for an answer, whichever side of a broker it was taken from.</summary>
public interface IMqttHeldMessage
{
    /// <summary>The topic name in UTF-8; not to be touched after <see cref="Complete"/>.</summary>
    ReadOnlySpan<byte> Topic { get; }

    /// <summary>The application message; not to be touched after <see cref="Complete"/>.</summary>
    ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Answers it, once: with success it need not be sent again.</summary>
    /// <param name="reason">A code that PUBACK can carry.</param>
    /// <param name="text">With a failure, one sentence for a person who diagnoses; null for none.</param>
    void Complete(ReasonCode reason = ReasonCode.Success, string? text = null);
}
