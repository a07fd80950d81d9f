using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Finds installs by the names that vehicles use, many with one query.</summary>
internal sealed class InstallReads(Database database, RolloutStore rollouts)
{
    /// <summary>What there is, by question.</summary>
    public async Task<IReadOnlyDictionary<JobQuestion, FoundInstall>> FindAsync(IReadOnlyCollection<JobQuestion> questions, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string asked = RowTable.Of(database, "@rows", "vid TEXT", "id TEXT");
        string sql = $"""
            SELECT r.vid, r.id AS Asked, {InstallRow.Columns}
            FROM {asked} JOIN vehicles v ON v.vid = r.vid JOIN rollouts o ON o.id = r.id JOIN installs i ON i.rollout = o.number AND i.vehicle = v.number
            WHERE r.id <> '' AND o.state > 0
            UNION ALL
            SELECT r.vid, r.id AS Asked, {InstallRow.Columns}
            FROM {asked} JOIN vehicles v ON v.vid = r.vid JOIN vehicle_jobs j ON j.vehicle = v.number
                JOIN installs i ON i.rollout = j.rollout AND i.vehicle = j.vehicle
            WHERE r.id = ''
            """;
        object rows = new { rows = RowTable.Text(questions.Select(question => new object?[] { question.Vid, question.Rollout })) };
        List<(JobQuestion Question, InstallRow Row)> found = [];
        await connection.QueryAsync<QuestionRow, InstallRow, bool>(new(sql, rows, cancellationToken: stop), Keep, splitOn: "rollout");
        IReadOnlyDictionary<long, Rollout> known = await RolloutsAsync(connection, found.Select(one => one.Row.Rollout).Distinct(), stop);
        return found.ToDictionary(one => one.Question, one => new FoundInstall(known[one.Row.Rollout], one.Row.ToInstall(), one.Row.Market));

        bool Keep(QuestionRow question, InstallRow row)
        {
            found.Add((new JobQuestion(question.Vid, question.Asked), row));
            return true;
        }
    }

    private async Task<IReadOnlyDictionary<long, Rollout>> RolloutsAsync(DbConnection connection, IEnumerable<long> numbers, CancellationToken stop)
    {
        string sql = $"SELECT {RolloutRow.Columns} FROM rollouts WHERE {database.IsIn("number", "@list")}";
        object list = new { list = database.ListOf(numbers) };
        return (await connection.QueryAsync<RolloutRow>(new(sql, list, cancellationToken: stop))).ToDictionary(row => row.Number, rollouts.Read);
    }

    private sealed class QuestionRow
    {
        public string Vid { get; init; } = "";

        public string Asked { get; init; } = "";
    }
}
