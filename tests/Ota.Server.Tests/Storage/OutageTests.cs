using System.Net;
using Grpc.Core;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

public sealed class OutageTests
{
    [Fact]
    public async Task A_server_on_PostgreSQL_works_and_says_so_when_the_database_is_gone()
    {
        PostgresServer postgres = new();
        await using OtaServer server = await StartOnAsync(postgres);
        using (postgres)
        {
            await server.AdminOperators.NewWithTokenAsync("bot", V1.Role.Viewer);
            V1.SystemStatus status = await new V1.System.SystemClient(server.Channel(server.Admin)).GetStatusAsync(new());
            (status.Database.Kind, status.Database.Reachable, status.Counts["operators"]).Should().Be(("postgresql", true, 2));
        }

        server.Log.Expect(103); // The framework logs a failed health check as an error.
        RpcException e = (await FluentActions.Awaiting(() => server.AdminOperators.ListOperatorsAsync(new()).ResponseAsync)
            .Should().ThrowAsync<RpcException>()).Which;
        e.StatusCode.Should().Be(StatusCode.Unavailable);
        e.Status.Detail.Should().Be("The database cannot be reached, so nobody can be let in: try again later.");
        using HttpResponseMessage ready = await server.Http.GetAsync("/readyz");
        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).Should().Contain("\"database\":{\"ok\":false,\"detail\":\"postgresql does not answer\"}");
        (await server.Http.GetAsync("/healthz")).StatusCode.Should().Be(HttpStatusCode.OK, "the process is alive");
    }

    private static Task<OtaServer> StartOnAsync(PostgresServer postgres) => OtaServer.StartAsync("--database", postgres.NewDatabase());
}
