using Google.Protobuf.Collections;
using Grpc.Core;
using Ota.Core.Operators;
using Ota.Server.Hosting;

namespace Ota.Server.Operators;

/// <summary>Manages operators. Whether the caller may was decided before, by <see cref="CallGate"/>.</summary>
internal sealed class OperatorsService(OperatorStore store, RevocationStore revocations, CredentialOffice office, TimeProvider time)
    : V1.Operators.OperatorsBase
{
    public override async Task<V1.CreateOperatorResponse> CreateOperator(V1.CreateOperatorRequest request, ServerCallContext context)
    {
        Violations violations = new();
        OperatorName? name = OperatorName.TryParse(request.OperatorId);
        if (name is null)
            violations.Add("operator_id", "Not 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen; choose such a name.");
        RoleSet roles = ReadRoles(request.Roles, violations);
        CredentialWish? wish = office.Read(request.Credential, violations);
        violations.ThrowIfAny();

        (CredentialRow credential, V1.IssuedCredential issued) = office.Issue(name!, wish!);
        OperatorRow row = new()
        {
            Name = name!.Value,
            Roles = roles.ToString(),
            Created = time.GetUtcNow().ToUnixTimeMilliseconds(),
            CreatedBy = CallerOf(context),
        };
        if (!await store.TryAddAsync(row, credential, context.CancellationToken))
            throw Failure(StatusCode.AlreadyExists, $"{name} was used before; names are never used twice, so choose another.");
        return new V1.CreateOperatorResponse { Operator = OperatorMessages.From(row, [credential]), Credential = issued };
    }

    public override async Task<V1.CreateCredentialResponse> CreateCredential(V1.CreateCredentialRequest request, ServerCallContext context)
    {
        Violations violations = new();
        OperatorName? holder = ReadOperator(request.Parent, "parent", violations);
        CredentialWish? wish = office.Read(request.Credential, violations);
        violations.ThrowIfAny();

        (CredentialRow credential, V1.IssuedCredential issued) = office.Issue(holder!, wish!);
        if (!await store.TryAddCredentialAsync(credential, context.CancellationToken))
            throw Failure(StatusCode.NotFound, $"{request.Parent} is not an active operator; ListOperators names those that are.");
        return new V1.CreateCredentialResponse { Credential = issued };
    }

    public override async Task<V1.ListOperatorsResponse> ListOperators(V1.ListOperatorsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        OperatorPage page = OperatorPage.Read(request, violations);
        violations.ThrowIfAny();

        // One more than asked tells whether another page follows.
        IReadOnlyList<OperatorRow> rows = await store.ListAsync(page.After, page.Size + 1, context.CancellationToken);
        OperatorRow[] shown = [.. rows.Take(page.Size)];
        V1.ListOperatorsResponse response = new();
        if (shown.Length == 0) return response;
        ILookup<string, CredentialRow> credentials =
            await store.CredentialsAsync(shown[0].Name, shown[^1].Name, context.CancellationToken);
        response.Operators.Add(shown.Select(row => OperatorMessages.From(row, credentials[row.Name])));
        if (rows.Count > shown.Length) response.NextPageToken = OperatorPage.TokenAfter(shown[^1].Name);
        return response;
    }

    public override async Task<V1.Operator> RevokeOperator(V1.RevokeOperatorRequest request, ServerCallContext context)
    {
        Violations violations = new();
        OperatorName? name = ReadOperator(request.Name, "name", violations);
        violations.ThrowIfAny();

        Check(await revocations.RevokeOperatorAsync(name!.Value, time.GetUtcNow(), context.CancellationToken), request.Name);
        OperatorRow row = (await store.FindAsync(name.Value, context.CancellationToken))!;
        ILookup<string, CredentialRow> credentials = await store.CredentialsAsync(name.Value, name.Value, context.CancellationToken);
        return OperatorMessages.From(row, credentials[name.Value]);
    }

    public override async Task<V1.Credential> RevokeCredential(V1.RevokeCredentialRequest request, ServerCallContext context)
    {
        Violations violations = new();
        (OperatorName Operator, string Id)? name = ResourceName.TryParseCredential(request.Name);
        if (name is null)
            violations.Add("name", "Not of the form operators/{operator}/credentials/{credential}; ListOperators shows the names.");
        violations.ThrowIfAny();

        (string holder, string id) = (name!.Value.Operator.Value, name.Value.Id);
        Check(await revocations.RevokeCredentialAsync(holder, id, time.GetUtcNow(), context.CancellationToken), request.Name);
        ILookup<string, CredentialRow> credentials = await store.CredentialsAsync(holder, holder, context.CancellationToken);
        return OperatorMessages.From(credentials[holder].Single(row => row.Id == id));
    }

    private static RoleSet ReadRoles(RepeatedField<V1.Role> wanted, Violations violations)
    {
        Role[] known = [.. wanted.Select(role => (Role)role).Where(Enum.IsDefined)];
        if (wanted.Count == 0) violations.Add("roles", "Empty; give at least one role.");
        if (known.Length < wanted.Count) violations.Add("roles", "Holds a value that is no role; use the values of ota.v1.Role.");
        return new RoleSet(known);
    }

    private static OperatorName? ReadOperator(string text, string field, Violations violations)
    {
        OperatorName? name = ResourceName.TryParseOperator(text);
        if (name is null) violations.Add(field, "Not of the form operators/{operator}; ListOperators shows the names.");
        return name;
    }

    private static void Check(Revocation outcome, string name)
    {
        if (outcome is Revocation.NotFound)
            throw Failure(StatusCode.NotFound, $"{name} does not exist; ListOperators shows the names.");
        if (outcome is Revocation.LastAdmin)
            throw Failure(StatusCode.FailedPrecondition, $"Without {name} nobody could manage operators: make another admin first.");
    }

    private static string CallerOf(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>() is Caller.Known known ? known.Identity.Name : "";

    private static RpcException Failure(StatusCode code, string sentence) => new(new Status(code, sentence));
}
