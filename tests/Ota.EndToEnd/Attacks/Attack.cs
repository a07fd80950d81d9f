namespace Ota.EndToEnd.Attacks;

/// <summary>What comes in the place of one file, or of all.</summary>
/// <param name="Generation">Whose client is attacked.</param>
/// <param name="Role">The file that is to be refused: what the client trusts of it must not change.</param>
/// <param name="Why">What the refusal must say, as a regular expression.</param>
/// <param name="Reply">From the path and the server's reply to the client's.</param>
internal sealed record Attack(string Generation, string Role, string Why, Func<string, Reply, Reply> Reply)
{
    /// <summary>The client's clock; the real one if null.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>An attack on the file of one role, whatever its version.</summary>
    public static Attack On(string role, string why, Func<Reply, Reply> change, string generation = "first") =>
        new(generation, role, why, (path, reply) => IsOf(path, role) ? change(reply) : reply);

    public static bool IsOf(string path, string role)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        return file == $"{role}.json" || file.EndsWith($".{role}.json", StringComparison.Ordinal);
    }
}
