using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ota.Simulator.Replay;

/// <summary>
/// What was sent, one JSON object a line: written when the broker acknowledges a batch, and at the end for those that it did not.
/// Lines that come while others are being written are written together after them. A killed simulator leaves a ledger in which every
/// line is true and some of the last are not there: it says less than happened and never more.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private readonly Lock _sync = new();
    private readonly FileStream _file;
    private ArrayBufferWriter<byte> _next = new();
    private ArrayBufferWriter<byte> _spare = new();
    private bool _isWriting;

    public Ledger(string path)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        _file = new FileStream(full, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Write(VehiclePlan vehicle, VehicleStep.Publish batch, bool acknowledged)
    {
        byte[] line = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = batch.Type,
            vid = vehicle.Vid,
            boot_id = vehicle.BootId.ToString(),
            stream = batch.Stream,
            seq = batch.Seq,
            digest = Convert.ToHexStringLower(SHA256.HashData(batch.Payload)),
            readings = batch.Readings,
            acknowledged,
        });
        lock (_sync)
        {
            _next.Write(line);
            _next.Write("\n"u8);
            if (_isWriting) return; // Whoever writes takes this line too.
            _isWriting = true;
        }
        WriteAll();
    }

    public void Dispose() => _file.Dispose();

    private void WriteAll()
    {
        while (true)
        {
            ArrayBufferWriter<byte> lines;
            lock (_sync)
            {
                if (_next.WrittenCount == 0)
                {
                    _isWriting = false;
                    return;
                }
                lines = _next;
                (_next, _spare) = (_spare, _next);
            }
            _file.Write(lines.WrittenSpan);
            lines.ResetWrittenCount();
        }
    }
}
