using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Rpc;
using Grpc.Core;

namespace Ota.Server.Tests.Operators;

public sealed class OperatorsServiceTests : IAsyncLifetime
{
    private OtaServer _server = null!;
    private V1.Operators.OperatorsClient _operators = null!;

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync();
        _operators = _server.AdminOperators;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_first_start_makes_one_operator_with_all_roles()
    {
        V1.Operator admin = (await _operators.ListOperatorsAsync(new())).Operators.Should().ContainSingle().Subject;
        admin.Name.Should().Be("operators/admin");
        admin.Roles.Should().HaveCount(8);
        admin.Credentials.Should().ContainSingle().Which.LastUsedDate.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_signing_request_becomes_a_certificate_whose_name_the_server_chooses()
    {
        X509Certificate2 certificate = await _server.CertificateOfNewAsync("anna", V1.Role.Viewer, V1.Role.Engineer);
        certificate.Subject.Should().Be("CN=anna");
        V1.System.SystemClient system = new(_server.Channel(certificate));
        (await system.GetVersionAsync(new())).Version_.Should().NotBeEmpty();
        V1.Operator anna = (await _operators.ListOperatorsAsync(new())).Operators.Single(o => o.Name == "operators/anna");
        anna.Creator.Should().Be("operators/admin");
        anna.Roles.Should().Equal(V1.Role.Viewer, V1.Role.Engineer);
        anna.Credentials.Single().Fingerprint.Should().BeEquivalentTo(certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task A_token_is_handed_out_once_and_lets_its_holder_in()
    {
        V1.CreateOperatorResponse response = await _operators.NewWithTokenAsync("bot", V1.Role.Viewer);
        V1.System.SystemClient system = new(_server.Channel());
        (await system.GetVersionAsync(new(), Credentials.Bearer(response.Credential.Token))).Version_.Should().NotBeEmpty();
        (await _operators.ListOperatorsAsync(new())).ToString().Should().NotContain(response.Credential.Token[21..]);
    }

    [Fact]
    public async Task A_bad_request_learns_every_problem_at_once()
    {
        V1.CreateOperatorRequest request = new()
        {
            OperatorId = "Not A Name",
            Roles = { V1.Role.Unspecified, (V1.Role)77 },
            Credential = new V1.CredentialRequest { CertificateSigningRequest = "nonsense", LifetimeDays = 4000 },
        };
        RpcException e = await Refused(_operators.CreateOperatorAsync(request), StatusCode.InvalidArgument);
        e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field).Should().Equal(
            "operator_id", "roles", "credential.certificate_signing_request", "credential.lifetime_days");
    }

    [Fact]
    public async Task An_empty_request_learns_what_is_missing()
    {
        RpcException e = await Refused(_operators.CreateOperatorAsync(new()), StatusCode.InvalidArgument);
        e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field).Should().Equal(
            "operator_id", "roles", "credential");
    }

    [Fact]
    public async Task A_name_is_never_used_twice()
    {
        await _operators.NewWithTokenAsync("bot", V1.Role.Viewer);
        await _operators.RevokeOperatorAsync(new() { Name = "operators/bot" });
        await FluentActions.Awaiting(() => _operators.NewWithTokenAsync("bot", V1.Role.Viewer)).Should().ThrowAsync<RpcException>()
            .Where(e => e.StatusCode == StatusCode.AlreadyExists);
    }

    [Fact]
    public async Task A_second_credential_works_beside_the_first_and_ends_when_it_is_due()
    {
        V1.CreateOperatorResponse first = await _operators.NewWithTokenAsync("bot", V1.Role.Viewer);
        V1.CreateCredentialResponse second = await _operators.CreateCredentialAsync(new()
        {
            Parent = "operators/bot",
            Credential = new V1.CredentialRequest { Token = true, LifetimeDays = 7 },
        });
        V1.Credential credential = second.Credential.Credential;
        (credential.ExpireTime - credential.CreateTime).ToTimeSpan().Should().Be(TimeSpan.FromDays(7));
        V1.System.SystemClient system = new(_server.Channel());
        await _operators.RevokeCredentialAsync(new() { Name = first.Credential.Credential.Name });
        await system.GetVersionAsync(new(), Credentials.Bearer(second.Credential.Token));
        await Refused(system.GetVersionAsync(new(), Credentials.Bearer(first.Credential.Token)), StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Nobody_who_is_not_there_gets_a_credential() => await Refused(
        _operators.CreateCredentialAsync(new() { Parent = "operators/ghost", Credential = new V1.CredentialRequest { Token = true } }),
        StatusCode.NotFound);

    [Fact]
    public async Task A_list_comes_in_pages_that_together_are_the_whole()
    {
        for (int i = 0; i < 5; i++) await _operators.NewWithTokenAsync($"bot{i}", V1.Role.Viewer);
        List<string> names = [];
        V1.ListOperatorsRequest request = new() { PageSize = 2 };
        do
        {
            V1.ListOperatorsResponse page = await _operators.ListOperatorsAsync(request);
            page.Operators.Count.Should().BeLessThanOrEqualTo(2);
            names.AddRange(page.Operators.Select(o => o.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        names.Should().Equal("operators/admin", "operators/bot0", "operators/bot1", "operators/bot2", "operators/bot3", "operators/bot4");
    }

    [Theory]
    [InlineData(-1, "", "page_size")]
    [InlineData(0, "***", "page_token")]
    [InlineData(0, "QUJD", "page_token")]
    public async Task A_page_that_cannot_be_is_refused(int size, string token, string field)
    {
        RpcException e = await Refused(_operators.ListOperatorsAsync(new() { PageSize = size, PageToken = token }), StatusCode.InvalidArgument);
        e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field.Should().Be(field);
    }

    [Fact]
    public async Task A_revoked_operator_is_out_at_once()
    {
        X509Certificate2 certificate = await _server.CertificateOfNewAsync("anna", V1.Role.Viewer);
        V1.System.SystemClient system = new(_server.Channel(certificate));
        await system.GetVersionAsync(new());
        V1.Operator revoked = await _operators.RevokeOperatorAsync(new() { Name = "operators/anna" });
        revoked.RevokeTime.Should().NotBeNull();
        await Refused(system.GetVersionAsync(new()), StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task The_last_admin_cannot_be_revoked()
    {
        RpcException e = await Refused(_operators.RevokeOperatorAsync(new() { Name = "operators/admin" }), StatusCode.FailedPrecondition);
        e.Status.Detail.Should().Be("Without operators/admin nobody could manage operators: make another admin first.");
    }

    [Theory]
    [InlineData("operators/")]
    [InlineData("bot")]
    [InlineData("operators/bot/credentials/0011223344556677")]
    public async Task A_name_of_another_form_is_refused(string name) =>
        await Refused(_operators.RevokeOperatorAsync(new() { Name = name }), StatusCode.InvalidArgument);

    [Fact]
    public async Task What_does_not_exist_cannot_be_revoked()
    {
        await Refused(_operators.RevokeOperatorAsync(new() { Name = "operators/ghost" }), StatusCode.NotFound);
        await Refused(_operators.RevokeCredentialAsync(new() { Name = "operators/admin/credentials/0011223344556677" }), StatusCode.NotFound);
    }

    private static async Task<RpcException> Refused<T>(AsyncUnaryCall<T> call, StatusCode code)
    {
        RpcException e = (await FluentActions.Awaiting(() => call.ResponseAsync).Should().ThrowAsync<RpcException>()).Which;
        e.StatusCode.Should().Be(code, e.Status.Detail);
        return e;
    }
}
