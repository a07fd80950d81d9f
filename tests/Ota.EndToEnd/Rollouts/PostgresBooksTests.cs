using Ota.Testing;

namespace Ota.EndToEnd.Rollouts;

public sealed class PostgresBooksTests(PostgresServer postgres) : BooksSuite, IClassFixture<PostgresServer>
{
    protected override string[] Arguments() => ["--database", postgres.NewDatabase()];
}
