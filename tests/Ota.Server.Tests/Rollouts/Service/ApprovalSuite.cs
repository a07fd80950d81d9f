using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Server.Rollouts;
using Ota.Server.Tests.Storage;
using Ota.Testing;
using static Ota.Server.Tests.Rollouts.Service.RolloutServer;

namespace Ota.Server.Tests.Rollouts.Service;

public abstract class ApprovalSuite() : RolloutsSuite(vehicles: 30)
{
    [Fact]
    public async Task Nobody_approves_his_own_rollout_whatever_roles_he_has()
    {
        V1.Rollout draft = await Server.DraftAsync(Server.Stage("gw-7"));
        RpcException refused = await RefusedAsync(() => Anna.ApproveRolloutAsync(Sign(draft, Server.Anna)));
        (refused.StatusCode, refused.Status.Detail).Should().Be(
            (StatusCode.FailedPrecondition, "anna made this rollout, and nobody approves his own: let another approver sign."));
        (await RefusedAsync(() => Anna.StartRolloutAsync(new() { Name = draft.Name }))).StatusCode.Should().Be(StatusCode.FailedPrecondition);
        (await Anna.GetRolloutAsync(new() { Name = draft.Name })).Approvals.Should().BeEmpty();

        V1.Rollout approved = await Ben.ApproveRolloutAsync(Sign(draft, Server.Ben));
        (approved.State, approved.Approver, approved.ApprovalStatement.IsEmpty).Should().Be((V1.RolloutState.Approved, "operators/ben", true));
        V1.Approval approval = approved.Approvals.Should().ContainSingle().Subject;
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(approval.Certificate.Span);
        using ECDsa key = certificate.GetECDsaPublicKey()!;
        key.VerifyData(approval.Statement.Span, approval.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).Should().BeTrue();
        approval.Statement.Should().Equal(draft.ApprovalStatement);
        certificate.Subject.Should().Be("CN=ben");
    }

    [Fact]
    public async Task Only_a_signature_by_the_callers_own_certificate_counts()
    {
        V1.Rollout draft = await Server.DraftAsync(Server.Stage("gw-7"));
        (await DetailAsync(() => Ben.ApproveRolloutAsync(Sign(draft, Server.Anna)))).Should().Contain("does not hold");
        V1.ApproveRolloutRequest request = Sign(draft, Server.Ben);
        byte[] signature = request.Signature.ToByteArray();
        signature[^1] ^= 1;
        request.Signature = ByteString.CopyFrom(signature);
        (await DetailAsync(() => Ben.ApproveRolloutAsync(request))).Should().Contain("does not hold");

        V1.CreateOperatorResponse carl = await Server.Server.AdminOperators.NewWithTokenAsync("carl", V1.Role.Approver);
        Metadata token = Credentials.Bearer(carl.Credential.Token);
        V1.Rollouts.RolloutsClient tokenOnly = new(Server.Server.Channel());
        (await DetailAsync(() => tokenOnly.ApproveRolloutAsync(Sign(draft, Server.Ben), token))).Should().Contain("client certificate");
        // Carl's token over a connection with Ben's certificate: Ben did not call.
        (await DetailAsync(() => Ben.ApproveRolloutAsync(Sign(draft, Server.Ben), token))).Should().Contain("client certificate");
        (await Anna.GetRolloutAsync(new() { Name = draft.Name })).State.Should().Be(V1.RolloutState.Draft);
    }

    [Fact]
    public async Task Another_bundle_population_or_policy_than_the_frozen_one_is_never_approved()
    {
        V1.Rollout draft = await Server.DraftAsync(Server.Stage("gw-7"));
        V1.Rollout sameVersionOtherBuild = draft.Clone();
        string[] digests = [draft.Bundle["bundles/".Length..], draft.PopulationDigest, draft.PolicyDigest];
        foreach (string digest in digests)
        {
            string other = digest[0] == 'f' ? $"0{digest[1..]}" : $"f{digest[1..]}";
            sameVersionOtherBuild.ApprovalStatement = ByteString.CopyFromUtf8(draft.ApprovalStatement.ToStringUtf8().Replace(digest, other));
            (await DetailAsync(() => Ben.ApproveRolloutAsync(Sign(sameVersionOtherBuild, Server.Ben)))).Should().Contain("is not about this rollout as it is frozen");
        }

        V1.Rollout next = await Server.DraftAsync(draft.Bundle["bundles/".Length..]);
        V1.ApproveRolloutRequest moved = Sign(next, Server.Ben);
        moved.Name = draft.Name;
        (await DetailAsync(() => Ben.ApproveRolloutAsync(moved))).Should().Contain("is not about this rollout");
        (await Server.CountAsync("rollout_approvals")).Should().Be(0);
    }

    [Fact]
    public async Task A_bundle_that_is_not_staged_any_more_is_neither_started_nor_resumed()
    {
        string bundle = Server.Stage("gw-7");
        V1.Rollout rollout = await Server.ApprovedAsync(bundle);
        V1.Rollout other = await Server.ApprovedAsync(bundle);
        await Ben.StartRolloutAsync(new() { Name = other.Name });
        await Ben.PauseRolloutAsync(new() { Name = other.Name, Reason = "a doubt" });
        Server.Withdraw(bundle);
        (await DetailAsync(() => Ben.StartRolloutAsync(new() { Name = rollout.Name }))).Should().Contain("not staged any more");
        (await DetailAsync(() => Ben.ResumeRolloutAsync(new() { Name = other.Name, Reason = "go on" }))).Should().Contain("not staged any more");
        (await Ben.RevokeRolloutAsync(new() { Name = other.Name, Reason = "withdrawn" })).State.Should().Be(V1.RolloutState.Revoked);
    }

    [Fact]
    public async Task A_rollout_is_started_paused_resumed_and_halted_with_reasons_for_the_record()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"));
        (await Ben.StartRolloutAsync(new() { Name = rollout.Name })).StartTime.Should().NotBeNull();
        (await RefusedAsync(() => Ben.PauseRolloutAsync(new() { Name = rollout.Name }))).StatusCode.Should().Be(StatusCode.InvalidArgument);
        (await Ben.PauseRolloutAsync(new() { Name = rollout.Name, Reason = "a doubt" })).State.Should().Be(V1.RolloutState.Paused);
        (await Anna.ResumeRolloutAsync(new() { Name = rollout.Name, Reason = "no doubt" })).State.Should().Be(V1.RolloutState.Running, "the author ends a pause");
        V1.Rollout halted = await Ben.HaltRolloutAsync(new() { Name = rollout.Name, Reason = "brakes" });
        (halted.State, halted.Reason).Should().Be((V1.RolloutState.Halted, "brakes"));
        halted.Events.Where(line => line.Actor != "controller").Select(line => (line.Actor, line.Kind, line.Text)).Should().Equal(
            ("anna", "created", halted.Events[0].Text), ("ben", "approved", ""), ("ben", "started", ""), ("ben", "paused", "a doubt"),
            ("anna", "resumed", "no doubt"), ("ben", "halted", "brakes"));
        BooksOf(halted).Should().Be(30);
    }

    [Fact]
    public async Task What_the_controller_held_is_not_let_go_by_its_author()
    {
        V1.Rollout rollout = await Server.ApprovedAsync(Server.Stage("gw-7"));
        await Ben.StartRolloutAsync(new() { Name = rollout.Name });
        RolloutStore store = Server.Get<RolloutStore>();
        Rollout known = (await store.FindAsync(rollout.Name["rollouts/".Length..]))!;
        await store.ApplyAsync(known.Number, new RolloutEvent.Held("too many failures"), "controller", Server.Time.GetUtcNow());
        (await DetailAsync(() => Anna.ResumeRolloutAsync(new() { Name = rollout.Name, Reason = "mine" }))).Should().Contain("author");
        (await Ben.ResumeRolloutAsync(new() { Name = rollout.Name, Reason = "looked at it" })).State.Should().Be(V1.RolloutState.Running);
    }

    [Fact]
    public async Task Each_act_needs_its_role()
    {
        V1.Rollout draft = await Server.DraftAsync(Server.Stage("gw-7"));
        X509Certificate2 engineer = await Server.Server.CertificateOfNewAsync("eva", V1.Role.Engineer);
        X509Certificate2 support = await Server.Server.CertificateOfNewAsync("sam", V1.Role.Support);
        V1.Rollouts.RolloutsClient eva = new(Server.Server.Channel(engineer)), sam = new(Server.Server.Channel(support));
        (await RefusedAsync(() => eva.ApproveRolloutAsync(Sign(draft, engineer)))).StatusCode.Should().Be(StatusCode.PermissionDenied);
        (await RefusedAsync(() => eva.StartRolloutAsync(new() { Name = draft.Name }))).StatusCode.Should().Be(StatusCode.PermissionDenied);
        (await RefusedAsync(() => eva.CancelRolloutAsync(new() { Name = draft.Name, Reason = "x" }))).StatusCode.Should().Be(StatusCode.PermissionDenied);
        (await RefusedAsync(() => CreateAsync(sam, new V1.CreateRolloutRequest()))).StatusCode.Should().Be(StatusCode.PermissionDenied);
        (await sam.GetRolloutAsync(new() { Name = draft.Name })).Name.Should().Be(draft.Name);
    }

    private static async Task<string> DetailAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        RpcException refused = await RefusedAsync(call);
        refused.StatusCode.Should().Be(StatusCode.FailedPrecondition);
        return refused.Status.Detail;
    }
}

public sealed class SqliteApprovalTests : ApprovalSuite;

[Collection(nameof(PostgresTests))]
public sealed class PostgresApprovalTests(PostgresServer server) : ApprovalSuite
{
    protected override string[] Args() => On(server);
}
