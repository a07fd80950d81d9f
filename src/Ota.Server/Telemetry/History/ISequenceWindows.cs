namespace Ota.Server.Telemetry.History;

/// <summary>Makes the windows, of vehicles that are new and of those that were stored.</summary>
internal interface ISequenceWindows
{
    ISequenceWindow Create();

    /// <exception cref="FormatException">The bytes are no window.</exception>
    ISequenceWindow Read(ReadOnlySpan<byte> written);
}
