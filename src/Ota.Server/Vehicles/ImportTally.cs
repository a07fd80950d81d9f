namespace Ota.Server.Vehicles;

/// <summary>What an import that is only checked would have come to.</summary>
internal sealed class ImportTally(string id)
{
    private readonly List<ImportProblem> _problems = [];
    private long _added;
    private long _refused;
    private long _lastLine;

    public void Add(ImportBatch batch)
    {
        _added += batch.Vehicles.Count;
        _refused += batch.Refused;
        _lastLine = batch.LastLine;
        _problems.AddRange(batch.Problems.OrderBy(problem => problem.Line).Take(ImportStore.MaxProblems - _problems.Count));
    }

    public V1.Import ToMessage() =>
        ImportMessages.From(new ImportState { Id = id, Added = _added, Refused = _refused, LastLine = _lastLine }, _problems);
}
