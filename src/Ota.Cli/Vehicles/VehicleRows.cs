using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>Writes vehicles page by page, so that a list of any length needs little memory.</summary>
internal sealed class VehicleRows(Session session)
{
    public int Count { get; private set; }

    public void Write(IReadOnlyCollection<Vehicle> vehicles)
    {
        if (vehicles.Count == 0) return;
        if (session.Format is OutputFormat.Json)
            WriteJson(vehicles);
        else
            VehicleTable.Write(new TableOutput(session.Around), vehicles, withHeadings: Count == 0);
        Count += vehicles.Count;
    }

    public void End()
    {
        if (session.Format is OutputFormat.Json)
            session.Around.Out.WriteLine(Count == 0 ? """{ "vehicles": [] }""" : "\n  ]\n}");
        else if (Count == 0)
            session.Say("No vehicle is such.");
    }

    private void WriteJson(IReadOnlyCollection<Vehicle> vehicles)
    {
        session.Around.Out.Write(Count == 0 ? "{\n  \"vehicles\": [\n" : ",\n");
        session.Around.Out.Write(string.Join(",\n", vehicles.Select(vehicle => "    " + JsonOutput.Text(vehicle, 2))));
    }
}
