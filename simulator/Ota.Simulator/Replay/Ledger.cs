using System.Security.Cryptography;
using System.Text.Json;

namespace Ota.Simulator.Replay;

/// <summary>
/// What was sent, one JSON object a line: written when the broker acknowledges a batch, and at the end for those that it did not.
/// A line is in the file before the next one begins, so that a killed simulator leaves a true ledger, only shorter.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private readonly Lock _sync = new();
    private readonly FileStream _file;

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
        lock (_sync) _file.Write([.. line, (byte)'\n']);
    }

    public void Dispose() => _file.Dispose();
}
