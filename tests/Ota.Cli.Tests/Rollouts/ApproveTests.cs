using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

public sealed class ApproveTests : RolloutsTest
{
    private static readonly string[] Approve = ["rollouts", "approve", "3f9a"];

    [Fact]
    public async Task The_statement_is_signed_with_the_key_of_the_certificate()
    {
        Fake.Rollout = Samples.Draft();
        (await RunWithCertificateAsync([.. Approve, "--yes"])).Should(0).Error.Should().Contain("Next: ota rollouts start 3f9a12bc44d0");
        ApproveRolloutRequest sent = Fake.The<ApproveRolloutRequest>();
        sent.Name.Should().Be(Samples.Name);
        sent.Statement.ToStringUtf8().Should().Be(Samples.StatementOf(Fake.Rollout));
        using ECDsa key = Pki.OperatorCertificate.GetECDsaPublicKey()!;
        key.VerifyData(sent.Statement.Span, sent.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).Should().BeTrue();
    }

    [Fact]
    public async Task What_is_approved_is_shown_before_it_is_signed()
    {
        Fake.Rollout = Samples.Draft();
        Typed = "no";
        OtaRun run = (await RunWithCertificateAsync(Approve)).Should(1);
        run.Error.Should().Contain("Nothing was done.").And.ContainAll(
            "Brake fix", "brake-fix 2.4.1", "anna", "already_compliant", "no ECU of hardware brake-mk3", "each further one 3 times the one before; 2 % held back",
            Fake.Rollout.PopulationDigest, Fake.Rollout.PolicyDigest, Fake.Rollout.Bundle["bundles/".Length..],
            "Approve Brake fix: bring brake-fix 2.4.1 to 970 of 1,000 vehicles?");
        Fake.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task The_page_stays_as_it_is()
    {
        Fake.Rollout = Samples.Draft();
        Page.ShouldBe("approve", (await RunWithCertificateAsync([.. Approve, "--yes"])).Should(0).Error);
    }

    [Fact]
    public async Task An_amendment_is_signed_with_the_digest_of_all_that_would_be_frozen()
    {
        Fake.Rollout.Amendment = new Amendment { Vehicles = 12, Author = "operators/anna", Reason = "late", PopulationDigest = new string('b', 64) };
        string statement = Samples.StatementOf(new Rollout(Fake.Rollout) { PopulationDigest = new string('b', 64) });
        Fake.Rollout.ApprovalStatement = ByteString.CopyFromUtf8(statement);
        Typed = "yes";
        (await RunWithCertificateAsync(Approve)).Should(0).Error.Should().Contain("Approve 12 vehicles more for Brake fix?");
        Fake.The<ApproveRolloutRequest>().Statement.ToStringUtf8().Should().Be(statement);
    }

    [Fact]
    public async Task A_token_cannot_approve()
    {
        Fake.Rollout = Samples.Draft();
        (await RunAsync([.. Approve, "--yes"])).Should(1).Error.Should().Contain("Approving takes the key of a client certificate");
        Fake.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_script_has_to_say_yes()
    {
        Fake.Rollout = Samples.Draft();
        (await RunWithCertificateAsync(Approve)).Should(2).Error.Should().Contain("add --yes");
        Fake.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("bundle")]
    [InlineData("population")]
    [InlineData("policy")]
    [InlineData("rollout")]
    public async Task A_statement_with_another_digest_than_what_is_shown_is_not_signed(string line)
    {
        Fake.Rollout = Samples.Draft();
        string[] lines = Samples.StatementOf(Fake.Rollout).Split('\n');
        int at = Array.FindIndex(lines, one => one.StartsWith(line, StringComparison.Ordinal));
        lines[at] = lines[at][..^1] + (lines[at][^1] == '0' ? '1' : '0');
        await RefusedAsync(string.Join('\n', lines), "has other digests than what it shows");
    }

    [Fact]
    public async Task A_policy_that_is_not_that_of_the_digest_is_not_signed()
    {
        Fake.Rollout = Samples.Draft();
        Fake.Rollout.Policy = ByteString.CopyFromUtf8("{\"waves\":[1000]}");
        await RefusedAsync(Samples.StatementOf(Fake.Rollout), "The policy that the server shows is not the one");
    }

    [Fact]
    public async Task A_manifest_that_is_not_that_of_the_digest_is_not_signed()
    {
        Fake.Rollout = Samples.Draft();
        Server.Bundles.Bundle.Manifest = ByteString.CopyFromUtf8(Server.Bundles.Bundle.Manifest.ToStringUtf8().Replace("brake-mk2", "brake-mk9", StringComparison.Ordinal));
        await RefusedAsync(Samples.StatementOf(Fake.Rollout), "The manifest that the server shows is not that of");
    }

    [Fact]
    public async Task What_needs_no_approval_is_said() =>
        (await RunWithCertificateAsync([.. Approve, "--yes"])).Should(1).Error.Should().Contain("There is nothing to approve: rollouts/3f9a12bc44d0 is running");

    private async Task RefusedAsync(string statement, string sentence)
    {
        Fake.Rollout.ApprovalStatement = ByteString.CopyFromUtf8(statement);
        (await RunWithCertificateAsync([.. Approve, "--yes"])).Should(1).Error.Should().Contain(sentence);
        Fake.Requests.Should().BeEmpty();
    }
}
