using System.Text;
using System.Text.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>Changes and their signatures.</summary>
internal static class ChangeRows
{
    private const string Facts = """
        c.id, c.number, c.kind, c.state, c.subject, c.role, c.version, c.bound_to AS BoundTo, c.key_ids AS KeyIds, c.threshold,
        c.summary, c.creator, c.created_at AS CreatedAt, c.published_at AS PublishedAt
        """;

    public static async Task<ChangeRow?> FindAsync(RepositorySession session, string id) =>
        await ReadAsync(session, $"SELECT {Facts}, c.draft, c.edit FROM changes c WHERE c.id = @id", new { id }) is [var found] ? found : null;

    /// <summary>The oldest first.</summary>
    public static Task<IReadOnlyList<ChangeRow>> OpenAsync(RepositorySession session) =>
        ReadAsync(session, $"SELECT {Facts}, c.draft, c.edit FROM changes c WHERE c.state = 'open' ORDER BY c.number", new { });

    /// <summary>The newest first, without payloads.</summary>
    /// <param name="session">A session.</param>
    /// <param name="before">The id of the last change of the page before; empty for the first page.</param>
    /// <param name="openOnly">Only those that miss signatures.</param>
    /// <param name="most">So many at most.</param>
    public static Task<IReadOnlyList<ChangeRow>> ListAsync(RepositorySession session, string before, bool openOnly, int most)
    {
        string after = before.Length == 0 ? "1 = 1" : "c.number < (SELECT number FROM changes WHERE id = @before)";
        string open = openOnly ? "c.state = 'open'" : "1 = 1";
        return ReadAsync(session, $"SELECT {Facts} FROM changes c WHERE {after} AND {open} ORDER BY c.number DESC LIMIT @most", new { before, most });
    }

    public static Task AddAsync(RepositorySession session, ChangeRow change)
    {
        const string insert = """
            INSERT INTO changes (id, number, kind, state, subject, role, version, draft, edit, bound_to, key_ids, threshold, summary, creator, created_at)
            VALUES (@Id, (SELECT COALESCE(MAX(number), 0) + 1 FROM changes), @kind, 'open', @Subject, @role, @Version, @draft, @edit, @BoundTo, @keyIds,
                @threshold, @summary, @Creator, @created)
            """;
        return session.RunAsync(insert, new
        {
            change.Id,
            kind = RepositoryWords.Of(change.Kind),
            change.Subject,
            role = change.Role.Value,
            change.Version,
            draft = TextOf(change.Draft!),
            edit = TargetsEditText.Write(change.Edit!),
            change.BoundTo,
            keyIds = JsonSerializer.Serialize(change.KeyIds.Select(key => key.Value)),
            threshold = (long)change.Threshold,
            summary = JsonSerializer.Serialize(change.Summary),
            change.Creator,
            created = change.CreateTime.ToUnixTimeMilliseconds(),
        });
    }

    /// <summary>Keeps what was drafted again. Signatures on the old draft go.</summary>
    public static async Task ReplaceDraftAsync(RepositorySession session, ChangeRow change)
    {
        await session.RunAsync("DELETE FROM change_signatures WHERE change_id = @Id", new { change.Id });
        await session.RunAsync(
            "UPDATE changes SET version = @Version, draft = @draft, key_ids = @keyIds, threshold = @threshold WHERE id = @Id",
            new
            {
                change.Id,
                change.Version,
                draft = TextOf(change.Draft!),
                keyIds = JsonSerializer.Serialize(change.KeyIds.Select(key => key.Value)),
                threshold = (long)change.Threshold,
            });
    }

    public static Task PublishAsync(RepositorySession session, ChangeRow change, DateTimeOffset now) => session.RunAsync(
        "UPDATE changes SET state = 'published', published_at = @now WHERE id = @Id", new { change.Id, now = now.ToUnixTimeMilliseconds() });

    /// <param name="session">The transaction.</param>
    /// <param name="change">The change.</param>
    /// <param name="why">One line for people, added to the summary.</param>
    public static Task DropAsync(RepositorySession session, ChangeRow change, string why) => session.RunAsync(
        "UPDATE changes SET state = 'dropped', summary = @summary WHERE id = @Id",
        new { change.Id, summary = JsonSerializer.Serialize(change.Summary.Append(why)) });

    /// <summary>Adds a line to the summary.</summary>
    public static async Task<ChangeRow> NoteAsync(RepositorySession session, ChangeRow change, string line)
    {
        ChangeRow noted = change with { Summary = [.. change.Summary, line] };
        await session.RunAsync("UPDATE changes SET summary = @summary WHERE id = @Id", new { change.Id, summary = JsonSerializer.Serialize(noted.Summary) });
        return noted;
    }

    public static Task SignAsync(RepositorySession session, string id, ChangeSignatureRow signature)
    {
        const string insert = """
            INSERT INTO change_signatures (change_id, key_id, signature, submitter, submitted_at) VALUES (@id, @key, @value, @Submitter, @submitted)
            """;
        return session.RunAsync(insert, new
        {
            id,
            key = signature.Signature.KeyId.Value,
            value = Convert.ToBase64String(signature.Signature.Value),
            signature.Submitter,
            submitted = signature.SubmitTime.ToUnixTimeMilliseconds(),
        });
    }

    private static async Task<IReadOnlyList<ChangeRow>> ReadAsync(RepositorySession session, string sql, object values)
    {
        IReadOnlyList<Row> rows = await session.QueryAsync<Row>(sql, values);
        if (rows.Count == 0) return [];
        const string select = """
            SELECT s.change_id AS ChangeId, s.key_id AS KeyId, s.signature, s.submitter, s.submitted_at AS SubmittedAt
            FROM change_signatures s JOIN changes c ON c.id = s.change_id WHERE c.number BETWEEN @first AND @last
            ORDER BY s.submitted_at, s.key_id
            """;
        ILookup<string, SignatureRow> signatures = (await session.QueryAsync<SignatureRow>(
            select, new { first = rows.Min(row => row.Number), last = rows.Max(row => row.Number) })).ToLookup(one => one.ChangeId);
        return [.. rows.Select(row => From(row, signatures[row.Id]))];
    }

    private static ChangeRow From(Row row, IEnumerable<SignatureRow> signatures) => new()
    {
        Id = row.Id,
        Kind = RepositoryWords.KindOf(row.Kind),
        State = RepositoryWords.StateOf(row.State),
        Subject = row.Subject,
        Role = RepositoryWords.RoleOf(row.Role)!.Value,
        Version = row.Version,
        Draft = row.Draft is null ? null : DraftOf(row.Draft, row.Id),
        Edit = row.Edit is null ? null : TargetsEditText.Read(row.Edit),
        BoundTo = row.BoundTo,
        KeyIds = [.. JsonSerializer.Deserialize<string[]>(row.KeyIds)!.Select(key => KeyId.TryParse(key)!.Value)],
        Threshold = (int)row.Threshold,
        Summary = JsonSerializer.Deserialize<string[]>(row.Summary)!,
        Creator = row.Creator,
        CreateTime = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        PublishTime = row.PublishedAt is { } published ? DateTimeOffset.FromUnixTimeMilliseconds(published) : null,
        Signatures =
        [
            .. signatures.Select(one => new ChangeSignatureRow(
                new KeySignature(KeyId.TryParse(one.KeyId)!.Value, Convert.FromBase64String(one.Signature)),
                one.Submitter,
                DateTimeOffset.FromUnixTimeMilliseconds(one.SubmittedAt))),
        ],
    };

    private static string TextOf(MetadataDraft draft) => Encoding.UTF8.GetString(draft.ToBytes());

    private static MetadataDraft DraftOf(string text, string id) => MetadataDraft.Of(
        SignedFile.Read<TargetsMetadata>(Encoding.UTF8.GetBytes(text), MetadataRole.Targets, $"changes/{id}").Envelope, MetadataDialect.Tuf);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public long Number { get; init; }

        public string Kind { get; init; } = "";

        public string State { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Role { get; init; } = "";

        public long Version { get; init; }

        public string? Draft { get; init; }

        public string? Edit { get; init; }

        public string BoundTo { get; init; } = "";

        public string KeyIds { get; init; } = "";

        public long Threshold { get; init; }

        public string Summary { get; init; } = "";

        public string Creator { get; init; } = "";

        public long CreatedAt { get; init; }

        public long? PublishedAt { get; init; }
    }

    private sealed class SignatureRow
    {
        public string ChangeId { get; init; } = "";

        public string KeyId { get; init; } = "";

        public string Signature { get; init; } = "";

        public string Submitter { get; init; } = "";

        public long SubmittedAt { get; init; }
    }
}
