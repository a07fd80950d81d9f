using Ota.Payloads.V1;

namespace Ota.Simulator.Agent.Machine;

/// <summary>One ECU that a job is about.</summary>
/// <param name="Serial">Which.</param>
/// <param name="Order">ECUs of a lower number are installed and committed first.</param>
/// <param name="Image">The image's path in the repositories.</param>
/// <param name="Version">Of the image, for people.</param>
/// <param name="Sha256">Of the image, hexadecimal.</param>
/// <param name="Length">Bytes of the image.</param>
/// <param name="ReleaseCounter">Of the image; null if it is not counted.</param>
internal sealed record JobEcu(string Serial, int Order, string Image, string Version, string Sha256, long Length, long? ReleaseCounter)
{
    private const int LongestName = 128;

    /// <summary>The image as an inventory names it.</summary>
    public string Name => Image.Length <= LongestName ? Image : Image[^LongestName..];

    public EcuJobState State { get; init; } = EcuJobState.Pending;

    public FailureNote? Reason { get; init; }
}
