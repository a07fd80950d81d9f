using Ota.Testing;

namespace Ota.Server.Tests.Storage;

/// <summary>The tests that share one PostgreSQL server; each makes a database of its own.</summary>
[CollectionDefinition(nameof(PostgresTests))]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>;
