using System.Runtime.Versioning;

namespace Ota.EndToEnd.Operations;

[UnsupportedOSPlatform("windows")]
public sealed class SqliteBackupTests : BackupSuite
{
    protected override string NewDatabase() => "";
}
