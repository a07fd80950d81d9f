using System.Text.Json;

namespace Ota.Server.Storage;

/// <summary>Rows that a statement takes as one parameter, however many they are: a table <c>r</c> for its FROM.</summary>
internal static class RowTable
{
    /// <summary>The table.</summary>
    /// <param name="database">Where it is used.</param>
    /// <param name="parameter">Whose value <see cref="Text"/> made.</param>
    /// <param name="columns">Each with its type, as "vehicle BIGINT".</param>
    public static string Of(Database database, string parameter, params string[] columns) =>
        $"(SELECT {string.Join(", ", columns.Select(Cast))} FROM {database.EachOf(parameter)}) AS r";

    /// <summary>Rows with their values in the order of the columns.</summary>
    public static string Text(IEnumerable<object?[]> rows) => JsonSerializer.Serialize(rows);

    private static string Cast(string column, int position)
    {
        int space = column.IndexOf(' ', StringComparison.Ordinal);
        return $"CAST(value ->> {position} AS {column[(space + 1)..]}) AS {column[..space]}";
    }
}
