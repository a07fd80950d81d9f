using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Inventories;

namespace Ota.Simulator.Agent.Disk;

/// <summary>
/// The two slots of an ECU on disk: <c>a</c> and <c>b</c> with image.bin and image.json, <c>current</c> names the one that runs,
/// <c>committed</c> the one that it goes back to. The other one than the committed is always the one that is written, so that each act can
/// be done twice.
/// </summary>
internal sealed class EcuSlots
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    private readonly string _folder;

    /// <param name="folder">Of this ECU; made if it is not there.</param>
    /// <param name="built">What the plant put in.</param>
    public EcuSlots(string folder, SimulatedEcu built)
    {
        _folder = folder;
        if (File.Exists(PathOf("committed"))) return;
        Directory.CreateDirectory(PathOf("a"));
        Directory.CreateDirectory(PathOf("b"));
        WriteImage("a", new SlotImage(built.Image, built.Version, built.Sha256, built.Length, null));
        Point("current", "a");
        Point("committed", "a"); // Last: whoever finds it finds the rest.
    }

    public SlotImage Running => JsonSerializer.Deserialize<SlotImage>(File.ReadAllBytes(Path.Combine(PathOf(Read("current")), "image.json")), Form)
        ?? throw new InvalidDataException($"{_folder} has a slot without an image.");

    public bool IsOnTrial => Read("current") != Read("committed");

    private string Other => Read("committed") == "a" ? "b" : "a";

    /// <summary>Copies an image into the inactive slot.</summary>
    /// <exception cref="IOException">There is no room, or the disk fails.</exception>
    public void Stage(JobEcu ecu, string file)
    {
        string slot = PathOf(Other);
        string aside = Path.Combine(slot, "image.bin.part");
        using (FileStream from = File.OpenRead(file))
        using (FileStream to = new(aside, FileMode.Create, FileAccess.Write))
        {
            from.CopyTo(to);
            to.Flush(flushToDisk: true);
        }

        File.Move(aside, Path.Combine(slot, "image.bin"), overwrite: true);
        WriteImage(Other, new SlotImage(ecu.Name, ecu.Version, ecu.Sha256, ecu.Length, ecu.ReleaseCounter));
    }

    public void Activate() => Point("current", Other);

    /// <summary>Whether what runs is what it says that it is.</summary>
    public bool IsSound()
    {
        string file = Path.Combine(PathOf(Read("current")), "image.bin");
        if (!File.Exists(file)) return false;
        using FileStream content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == Running.Sha256;
    }

    public void Commit() => Point("committed", Read("current"));

    public void RollBack() => Point("current", Read("committed"));

    private void WriteImage(string slot, SlotImage image) =>
        DurableFile.Write(Path.Combine(PathOf(slot), "image.json"), JsonSerializer.SerializeToUtf8Bytes(image, Form));

    private void Point(string name, string slot) => DurableFile.Write(PathOf(name), Encoding.ASCII.GetBytes(slot));

    private string Read(string name) => File.ReadAllText(PathOf(name));

    private string PathOf(string name) => Path.Combine(_folder, name);
}
