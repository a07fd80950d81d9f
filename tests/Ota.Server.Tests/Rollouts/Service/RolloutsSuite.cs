using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Service;

/// <summary>What all suites of the service share: a server on one of the databases, with as many vehicles as the suite wants.</summary>
public abstract class RolloutsSuite(int vehicles) : IAsyncLifetime
{
    internal RolloutServer Server { get; private set; } = null!;

    internal V1.Rollouts.RolloutsClient Anna => Server.AsAnna;

    internal V1.Rollouts.RolloutsClient Ben => Server.AsBen;

    public async Task InitializeAsync() => Server = await RolloutServer.StartAsync(vehicles, Args());

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>Nothing for SQLite.</summary>
    protected virtual string[] Args() => [];

    internal static string[] On(PostgresServer server) => ["--database", server.NewDatabase()];

    /// <summary>All counts of all waves.</summary>
    internal static long BooksOf(V1.Rollout rollout) => rollout.Waves.SelectMany(wave => wave.States).Sum(state => state.Vehicles);
}
