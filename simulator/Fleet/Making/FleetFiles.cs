using Ota.Simulator.Verbs;
using Ota.V1;

namespace Ota.Simulator.Fleet.Making;

/// <summary>The files of a made fleet: fleet.jsonl for the register, plant.jsonl with the private keys, images.</summary>
internal static class FleetFiles
{
    public const string Register = "fleet.jsonl";

    private static readonly string[] Names = ["sim-gw", "sim-body", "sim-drive"];

    public static async Task WriteAsync(
        string folder, int count, int seed, IReadOnlyList<FleetModel> models, int size, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        FleetImage[] before = [.. Names.Select(name => FleetImage.Draw(name, "1.0", size))];
        foreach (FleetImage image in before.Concat(Names.Select(name => FleetImage.Draw(name, "2.0", size))))
        {
            await using FileStream file = File.Create(Path.Combine(folder, "images", image.FileName));
            await file.WriteAsync(image.Content, stop);
        }

        FleetMaker maker = new(seed, models, before);
        await using StreamWriter fleet = new(Path.Combine(folder, Register));
        await using StreamWriter plant = new(PrivateFile.Create(Path.Combine(folder, PlantFile.Name)));
        for (int i = 0; i < count; i++)
        {
            stop.ThrowIfCancellationRequested();
            (Vehicle registered, PlantVehicle built) = maker.Make(i);
            await fleet.WriteLineAsync(registered.ToString());
            await plant.WriteLineAsync(PlantFile.Write(built));
        }
    }
}
