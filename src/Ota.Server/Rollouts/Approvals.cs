using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dapper;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Hosting;
using Ota.Server.Operators;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Storage;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts;

/// <summary>
/// Takes approvals. What counts is a signature over exactly what is frozen, by the key of the certificate that the connection itself was
/// made with: anybody can verify it later, and this server cannot make one.
/// </summary>
internal sealed class Approvals(RolloutStore store, AmendmentStore amendments, OperatorStore operators, Database database, TimeProvider time, ILogger<Approvals> log)
{
    private const int LongestStatement = 4096;
    private const int LongestSignature = 256;

    private const string Insert = """
        INSERT INTO rollout_approvals (rollout, number, time, operator, statement, signature, certificate)
        SELECT @Rollout, COALESCE(MAX(number), 0) + 1, @Time, @Operator, @Statement, @Signature, @Certificate FROM rollout_approvals WHERE rollout = @Rollout
        """;

    public static void Check(V1.ApproveRolloutRequest request, Violations violations)
    {
        if (request.Statement.Length is 0 or > LongestStatement) violations.Add("statement", "Send the approval_statement that GetRollout shows, as it was signed.");
        if (request.Signature.Length is 0 or > LongestSignature) violations.Add("signature", "Sign the statement by ECDSA with SHA-256 and send the signature as DER.");
    }

    /// <exception cref="RpcException">FAILED_PRECONDITION: the signature, the signer or the rollout is not what it must be.</exception>
    public async Task ApproveAsync(Rollout rollout, V1.ApproveRolloutRequest request, ServerCallContext context)
    {
        CancellationToken stop = context.CancellationToken;
        OperatorIdentity who = VehicleFinder.CallerOf(context);
        X509Certificate2 certificate = await CertificateOfAsync(who, context);
        AmendmentRow? amendment = rollout.State == RolloutState.Draft ? null : await amendments.FindPendingAsync(rollout.Number, stop);
        CheckStatement(rollout, amendment, request.Statement.Span);
        if (!IsSigned(certificate, request))
            throw Obstacle("The signature over the statement does not hold for the key of your client certificate: sign exactly these bytes with that key.");

        ApprovalRow row = new()
        {
            Rollout = rollout.Number,
            Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Operator = who.Name,
            Statement = Encoding.UTF8.GetString(request.Statement.Span),
            Signature = request.Signature.ToBase64(),
            Certificate = Convert.ToBase64String(certificate.RawData),
        };
        if (amendment is null)
            await ApproveDraftAsync(rollout, row, stop);
        else
            await ApproveAmendmentAsync(rollout, amendment, row, stop);
    }

    private async Task ApproveDraftAsync(Rollout rollout, ApprovalRow row, CancellationToken stop)
    {
        (Rollout? after, string refusal) = await store.ApplyAsync(
            rollout.Number, new RolloutEvent.Approved(row.Operator), row.Operator, StoredTime.Of(row.Time), KeepAsync, stop);
        if (after is null) throw Obstacle(refusal);

        async Task KeepAsync(DbConnection connection, DbTransaction transaction) =>
            await connection.ExecuteAsync(new CommandDefinition(Insert, row, transaction, cancellationToken: stop));
    }

    private async Task ApproveAmendmentAsync(Rollout rollout, AmendmentRow amendment, ApprovalRow row, CancellationToken stop)
    {
        if (row.Operator == amendment.Author) throw Obstacle($"{row.Operator} proposed this amendment, and nobody approves his own: let another approver sign.");
        DateTimeOffset now = StoredTime.Of(row.Time);
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        if (!await amendments.TryMergeAsync(connection, transaction, rollout.Id, amendment, now, stop))
            throw Obstacle("The amendment was replaced or approved meanwhile: look at the rollout again.");
        await connection.ExecuteAsync(new CommandDefinition(Insert, row, transaction, cancellationToken: stop));
        RolloutEvent amended = new RolloutEvent.Amended(amendment.Vehicles, amendment.PopulationDigest);
        (Rollout? after, string refusal) = await store.ApplyAsync(connection, transaction, rollout.Number, amended, row.Operator, now, stop);
        if (after is null) throw Obstacle(refusal);
        await transaction.CommitAsync(stop);
        log.Amended(rollout.Id, amendment.Number, row.Operator);
    }

    // A bearer token may come over a connection with somebody else's certificate; then the certificate says nothing about who calls.
    private async Task<X509Certificate2> CertificateOfAsync(OperatorIdentity who, ServerCallContext context)
    {
        if (context.GetHttpContext().Connection.ClientCertificate is { } certificate)
        {
            string fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
            if ((await operators.FindCertificateAsync(fingerprint, context.CancellationToken))?.Id == who.CredentialId) return certificate;
        }

        throw Obstacle("An approval is signed with the key of a client certificate: call with yours instead of a token.");
    }

    private static void CheckStatement(Rollout rollout, AmendmentRow? amendment, ReadOnlySpan<byte> statement)
    {
        if (rollout.State != RolloutState.Draft && amendment is null)
            throw Obstacle($"Nothing of rollout {rollout.Id} waits for approval: it is {ReasonWords.Of(rollout.State)} and has no open amendment.");
        if (PolicyForm.DigestOf(rollout.Policy) != rollout.PolicyDigest)
            throw Obstacle("The stored policy is not the one that was frozen: cancel the rollout and find out who changed the database.");
        byte[]? expected = RolloutMessages.StatementOf(rollout, amendment);
        if (!statement.SequenceEqual(expected))
            throw Obstacle("The statement is not about this rollout as it is frozen (bundle, population and policy): look at it again, and sign its approval_statement.");
    }

    private static bool IsSigned(X509Certificate2 certificate, V1.ApproveRolloutRequest request)
    {
        using ECDsa? key = certificate.GetECDsaPublicKey();
        return key?.VerifyData(request.Statement.Span, request.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) == true;
    }

    private static RpcException Obstacle(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));
}
