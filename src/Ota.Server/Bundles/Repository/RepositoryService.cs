using Google.Protobuf;
using Grpc.Core;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository.Checks;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Bundles.Repository;

/// <summary>The repositories as a service. Whether the caller may was decided before.</summary>
internal sealed class RepositoryService(
    RepositoryReads reads, ImageRepository repository, RootPublishing roots, ChangeSigning signing, DelegationReader delegations, RepositoryCheck check)
    : V1.Repository.RepositoryBase
{
    public override Task<V1.GetOnlineKeysResponse> GetOnlineKeys(V1.GetOnlineKeysRequest request, ServerCallContext context) =>
        Task.FromResult(reads.ShowKeys(ReadKind(request.Repository)));

    public override Task<V1.RepositoryState> GetRepository(V1.GetRepositoryRequest request, ServerCallContext context) =>
        reads.ShowAsync(ReadKind(request.Repository), context.CancellationToken);

    public override async Task<V1.GetMetadataResponse> GetMetadata(V1.GetMetadataRequest request, ServerCallContext context)
    {
        ReadOnlyMemory<byte>? file = await reads.FindFileAsync(ReadKind(request.Repository), request.File, context.CancellationToken);
        if (file is not { } bytes) throw new RpcException(new Status(StatusCode.NotFound, "There is no such file; GetRepository names the newest versions."));
        return new V1.GetMetadataResponse { Data = ByteString.CopyFrom(bytes.Span) };
    }

    public override async Task<V1.RepositoryState> PublishRoot(V1.PublishRootRequest request, ServerCallContext context)
    {
        V1.RepositoryKind kind = ReadKind(request.Repository);
        Violations violations = new();
        if (request.Data.Length > MetadataLimits.Default.RootBytes) violations.Add("data", $"More than {MetadataLimits.Default.RootBytes} bytes, which is the most that clients read.");
        violations.ThrowIfAny();
        await roots.PublishAsync(kind, request.Data.ToByteArray(), CallerOf(context), context.CancellationToken);
        return await reads.ShowAsync(kind, context.CancellationToken);
    }

    public override Task<V1.Change> ProposeDelegation(V1.ProposeDelegationRequest request, ServerCallContext context)
    {
        Violations violations = new();
        Delegations? read = delegations.Read(request, violations);
        violations.ThrowIfAny();
        DelegatedRole role = read!.Roles[0];
        string[] summary =
        [
            $"{role.Name} may describe {string.Join(", ", role.Paths)}{(role.Terminating ? ", and nobody after it" : "")}",
            $"It takes {role.Keys.Threshold} of {role.Keys.KeyIds.Count} keys: {string.Join(", ", role.Keys.KeyIds)}",
            .. role.HardwareIds.Count > 0 ? [$"For the hardware {string.Join(", ", role.HardwareIds)}"] : Array.Empty<string>(),
        ];
        return ProposeAsync(V1.ChangeKind.Delegation, role.Name, RoleName.Targets, new TargetsEdit { Delegate = read }, summary, context);
    }

    public override Task<V1.Change> ProposeDelegationEnd(V1.ProposeDelegationEndRequest request, ServerCallContext context)
    {
        Violations violations = new();
        RoleName? role = DelegationReader.ReadName(request.Name, violations);
        violations.ThrowIfAny();
        return ProposeAsync(
            V1.ChangeKind.DelegationEnd, role!.Value, RoleName.Targets, new TargetsEdit { EndDelegation = role }, [$"{role} may describe nothing any more"], context);
    }

    public override Task<V1.Change> ProposeRenewal(V1.ProposeRenewalRequest request, ServerCallContext context)
    {
        Violations violations = new();
        RoleName? role = RepositoryWords.RoleOf(request.Role);
        if (role is null) violations.Add("role", "Not \"targets\" or a delegated role.");
        violations.ThrowIfAny();
        return ProposeAsync(V1.ChangeKind.Renewal, role!.Value, role.Value, new TargetsEdit(), [$"The same as now in {role}, good for another year"], context);
    }

    public override async Task<V1.ListChangesResponse> ListChanges(V1.ListChangesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        ChangePage page = ChangePage.Read(request, violations);
        violations.ThrowIfAny();

        // One more than asked tells whether another page follows.
        IReadOnlyList<ChangeRow> found = await reads.ListAsync(page with { Size = page.Size + 1 }, request.OpenOnly, context.CancellationToken);
        V1.ListChangesResponse response = new() { Changes = { found.Take(page.Size).Select(RepositoryMessages.From) } };
        if (found.Count > page.Size) response.NextPageToken = found[page.Size - 1].Id;
        return response;
    }

    public override async Task<V1.Change> GetChange(V1.GetChangeRequest request, ServerCallContext context)
    {
        string id = ReadName(request.Name);
        return RepositoryMessages.From(await repository.FindChangeAsync(id, context.CancellationToken) ?? throw Refused.NoChange(id));
    }

    public override async Task<V1.Change> SubmitSignature(V1.SubmitSignatureRequest request, ServerCallContext context)
    {
        Violations violations = new();
        string id = ChangePage.ReadName(request.Name, violations);
        KeyId? key = KeyId.TryParse(request.KeyId);
        if (key is null) violations.Add("key_id", "Not a key id: 64 lower-case hexadecimal digits.");
        if (request.PayloadSha256.Length != 32) violations.Add("payload_sha256", "Not a SHA-256: 32 bytes.");
        if (request.Signature.Length is 0 or > 1024) violations.Add("signature", "Not 1 to 1024 bytes.");
        violations.ThrowIfAny();
        KeySignature signature = new(key!.Value, request.Signature.ToByteArray());
        return RepositoryMessages.From(await signing.SubmitAsync(id, request.PayloadSha256.Memory, signature, CallerOf(context), context.CancellationToken));
    }

    public override async Task<V1.Change> DropChange(V1.DropChangeRequest request, ServerCallContext context) =>
        RepositoryMessages.From(await signing.DropAsync(ReadName(request.Name), CallerOf(context), context.CancellationToken));

    public override Task CheckRepository(
        V1.CheckRepositoryRequest request, IServerStreamWriter<V1.CheckRepositoryResponse> responseStream, ServerCallContext context) =>
        check.RunAsync(request.ReadArtifacts, message => responseStream.WriteAsync(message, context.CancellationToken), context.CancellationToken);

    private async Task<V1.Change> ProposeAsync(
        V1.ChangeKind kind, RoleName subject, RoleName role, TargetsEdit edit, IReadOnlyList<string> summary, ServerCallContext context)
    {
        ChangeProposal proposal = new(kind, subject.Value, role, edit, CallerOf(context), summary);
        return RepositoryMessages.From(await repository.ProposeAsync(proposal, context.CancellationToken));
    }

    private static V1.RepositoryKind ReadKind(V1.RepositoryKind kind)
    {
        Violations violations = new();
        if (kind is not (V1.RepositoryKind.Image or V1.RepositoryKind.Director)) violations.Add("repository", "Say which: image or director.");
        violations.ThrowIfAny();
        return kind;
    }

    private static string ReadName(string name)
    {
        Violations violations = new();
        string id = ChangePage.ReadName(name, violations);
        violations.ThrowIfAny();
        return id;
    }

    private static string CallerOf(ServerCallContext context) => VehicleFinder.CallerOf(context).Name;
}
