using System.Text;
using Microsoft.Data.Sqlite;

namespace Ota.EndToEnd.Privacy;

/// <summary>Looks for VINs in everything that a run left behind; each find is named by its place.</summary>
internal sealed class VinScan
{
    private readonly string[] _vins;
    private readonly List<string> _found = [];

    public VinScan(IEnumerable<string> vins)
    {
        _vins = [.. vins];
        SQLitePCL.Batteries_V2.Init();
    }

    public IReadOnlyList<string> Found => _found;

    public void Text(string place, string text)
    {
        if (_vins.Any(vin => text.Contains(vin, StringComparison.OrdinalIgnoreCase))) _found.Add(place);
    }

    /// <summary>All files below a folder by name and content; a database's files are looked at by <see cref="Database"/>.</summary>
    public void Files(string folder, string database)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Text($"the name {file}", file);
            if (file.StartsWith(database, StringComparison.Ordinal)) continue;
            Text(file, Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        }
    }

    /// <summary>All tables but one, row by row.</summary>
    public void Database(string path, string except)
    {
        using SqliteConnection connection = new($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        List<string> tables = [.. Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'").Select(row => Encoding.Latin1.GetString(row))];
        tables.Should().Contain(except, "else the scan looks at the wrong file");
        foreach (string table in tables.Where(table => table != except))
        {
            foreach (byte[] row in Rows(connection, $"SELECT * FROM \"{table}\"")) Text($"the table {table}", Encoding.Latin1.GetString(row));
        }
    }

    private static IEnumerable<byte[]> Rows(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = new(sql, connection);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            IEnumerable<byte[]> fields = Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.GetValue(i) is byte[] blob ? blob : Encoding.UTF8.GetBytes(reader.GetValue(i).ToString() ?? ""));
            yield return [.. fields.SelectMany((field, i) => i == 0 ? field : [(byte)' ', .. field])];
        }
    }
}
