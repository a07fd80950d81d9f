using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Ota.Server.Storage;

/// <summary>One step of the schema, a file "NNNN_name.sql" in the assembly. A released file never changes.</summary>
internal sealed record Migration(long Number, string Name, string Sql)
{
    /// <summary>After a table's closing bracket: keep the rows in the order of the primary key, where the database can.</summary>
    public const string Clustered = " /* clustered */";

    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All steps, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Load().OrderBy(migration => migration.Number)];

    private static IEnumerable<Migration> Load()
    {
        Assembly assembly = typeof(Migration).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            string name = resource.Split('.')[^2];
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            yield return new Migration(long.Parse(name.AsSpan(0, 4), provider: null), name, reader.ReadToEnd());
        }
    }
}
