namespace Ota.Server.Vehicles;

/// <summary>Rows that get their outcome in one transaction: all up to a line.</summary>
internal sealed class ImportBatch
{
    public const int MaxRows = 20_000;

    public List<ImportedVehicle> Vehicles { get; } = [];

    public List<ImportProblem> Problems { get; } = [];

    public int Refused { get; set; }

    public long LastLine { get; set; }

    public bool IsEmpty => LastLine == 0;

    public bool IsFull => Vehicles.Count + Refused >= MaxRows;
}
