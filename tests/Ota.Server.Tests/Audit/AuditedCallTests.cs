using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Audit;
using Ota.Server.Audit;
using Ota.Server.Storage;

namespace Ota.Server.Tests.Audit;

public sealed class AuditedCallTests : IAsyncLifetime
{
    private OtaServer _server = null!;

    private AuditStore Store => _server.App.Services.GetRequiredService<AuditStore>();

    public async Task InitializeAsync() => _server = await OtaServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_change_leaves_an_intent_and_an_outcome()
    {
        V1.CreateOperatorRequest request = new()
        {
            OperatorId = "bot",
            Roles = { V1.Role.Viewer },
            Credential = new V1.CredentialRequest { Token = true, LifetimeDays = 3 },
        };
        await _server.AdminOperators.CreateOperatorAsync(request);

        IReadOnlyList<AuditLink> links = await Store.ReadAsync(0, 10, default);
        links.Select(link => (link.Entry.Stage, link.Entry.Outcome)).Should().Equal((AuditStage.Intent, ""), (AuditStage.Outcome, "OK"));
        links.Select(link => link.Entry.CallId).Distinct().Should().ContainSingle().Which.Should().HaveLength(32);
        AuditEntry entry = links[1].Entry;
        entry.Actor.Should().Be("admin");
        entry.CredentialId.Should().HaveLength(16);
        entry.Method.Should().Be("ota.v1.Operators/CreateOperator");
        entry.Peer.Should().StartWith("ipv4:127.0.0.1:");
        entry.RequestDigest.Should().Be(Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray())));
        entry.Summary.Should().Be("operator_id: \"bot\" roles: [Viewer] credential: {token: True lifetime_days: 3}");
        (await Store.VerifyAsync(default)).Should().BeNull();
    }

    [Fact]
    public async Task Neither_tokens_nor_signing_requests_enter_the_log()
    {
        await _server.CertificateOfNewAsync("anna", V1.Role.Viewer);
        V1.CreateOperatorResponse bot = await _server.AdminOperators.NewWithTokenAsync("bot", V1.Role.Viewer);
        string everything = string.Join('\n', await Store.ReadAsync(0, 10, default));
        everything.Should().Contain("certificate_signing_request: [redacted]");
        everything.Should().NotContain("BEGIN CERTIFICATE").And.NotContain(bot.Credential.Token[21..]);
    }

    [Fact]
    public async Task A_change_that_fails_is_written_with_its_status()
    {
        await FluentActions.Awaiting(() => _server.AdminOperators.CreateOperatorAsync(new()).ResponseAsync).Should().ThrowAsync<RpcException>();
        (await Store.ReadAsync(0, 10, default)).Select(link => link.Entry.Outcome).Should().Equal("", "InvalidArgument");
    }

    [Fact]
    public async Task An_attempt_without_the_role_is_written_too()
    {
        string token = (await _server.AdminOperators.NewWithTokenAsync("bot", V1.Role.Viewer)).Credential.Token;
        V1.Operators.OperatorsClient bot = new(_server.Channel());
        await FluentActions.Awaiting(() => bot.RevokeOperatorAsync(new() { Name = "operators/admin" }, Credentials.Bearer(token)).ResponseAsync)
            .Should().ThrowAsync<RpcException>();
        AuditEntry last = (await Store.ReadAsync(0, 10, default))[^1].Entry;
        (last.Actor, last.Stage, last.Outcome, last.Method).Should().Be(
            ("bot", AuditStage.Outcome, "PermissionDenied", "ota.v1.Operators/RevokeOperator"));
    }

    [Fact]
    public async Task Reading_leaves_no_entry()
    {
        await _server.AdminOperators.ListOperatorsAsync(new());
        (await Store.CountAsync(default)).Should().Be(0);
    }

    [Fact]
    public async Task A_change_that_cannot_be_written_down_does_not_take_place()
    {
        _server.Log.Expect(2100);
        await ExecuteAsync("CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END");
        (await FailAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        (await _server.AdminOperators.ListOperatorsAsync(new())).Operators.Should().ContainSingle();
    }

    [Fact]
    public async Task A_change_whose_outcome_cannot_be_written_leaves_its_intent_and_is_not_called_done()
    {
        _server.Log.Expect(2101);
        await ExecuteAsync("CREATE TRIGGER broken BEFORE INSERT ON audit WHEN NEW.stage = 2 BEGIN SELECT RAISE(ABORT, 'full'); END");
        RpcException e = await FailAsync();
        e.StatusCode.Should().Be(StatusCode.Unknown);
        e.Status.Detail.Should().Be("The call ended with OK, which could not be written down: look before you repeat it.");
        (await Store.ReadAsync(0, 10, default)).Should().ContainSingle().Which.Entry.Stage.Should().Be(AuditStage.Intent);
        (await _server.AdminOperators.ListOperatorsAsync(new())).Operators.Should().HaveCount(2, "it was made, and the intent says who did it");
    }

    private async Task<RpcException> FailAsync() =>
        (await FluentActions.Awaiting(() => _server.AdminOperators.NewWithTokenAsync("bot", V1.Role.Viewer)).Should().ThrowAsync<RpcException>()).Which;

    private async Task ExecuteAsync(string sql)
    {
        await using DbConnection connection = await _server.App.Services.GetRequiredService<Database>().ConnectAsync(default);
        await connection.ExecuteAsync(sql);
    }
}
