using System.Runtime.Versioning;
using Ota.Testing;

namespace Ota.EndToEnd.Operations;

[UnsupportedOSPlatform("windows")]
public sealed class PostgresBackupTests(PostgresServer postgres) : BackupSuite, IClassFixture<PostgresServer>
{
    protected override string NewDatabase() => postgres.NewDatabase();
}
