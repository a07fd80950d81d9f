using System.Buffers;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// Which messages of one vehicle are stored. The history asks before a commit, tells after it, and keeps the written form with the
/// vehicle's chunks. Calls come from one thread at a time.
/// </summary>
internal interface ISequenceWindow
{
    bool Contains(MessageKey key);

    /// <summary>Adding what is there already changes nothing: a start repeats what the journal still holds.</summary>
    void Add(MessageKey key);

    void Write(IBufferWriter<byte> output);
}
