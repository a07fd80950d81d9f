namespace Ota.Server.Vehicles;

/// <summary>Imports as messages.</summary>
internal static class ImportMessages
{
    public static V1.Import From(ImportState state, IEnumerable<ImportProblem> problems) => new()
    {
        ImportId = state.Id,
        LastLine = state.LastLine,
        Added = state.Added,
        Refused = state.Refused,
        Problems =
        {
            problems.Select(problem => new V1.ImportProblem { Line = problem.Line, Field = problem.Field, Sentence = problem.Sentence }),
        },
    };
}
