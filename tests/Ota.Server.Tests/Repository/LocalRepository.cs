using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Artifacts;
using Ota.Server.Bundles.Repository;
using Ota.Server.Bundles.Repository.Checks;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Tests.Repository;

/// <summary>The repositories on a database and a folder, as after a start, without a server around them.</summary>
internal sealed class LocalRepository
{
    public const string Operator = "eve";

    private readonly Func<Task> _tick;

    private LocalRepository(Database database, string data, TimeProvider time, Action<PublishStep>? reached)
    {
        HostingOptions hosting = new() { Data = Directory.CreateDirectory(data).FullName };
        Keys = new OnlineKeys(hosting);
        Store = new RepositoryStore(database);
        Published = new PublishedFiles(Store);
        Export = new RepositoryExport(hosting, NullLogger<RepositoryExport>.Instance);
        RepositoryPublisher publisher = new(Store, Published, Export, time, reached);
        OnlineSigning online = new(Keys);
        Publication publication = new(online);
        Proposals proposals = new(RandomNumberGenerator.Create());
        Repository = new ImageRepository(publisher, Published, Store, proposals);
        Signing = new ChangeSigning(publisher, publication, proposals, NullLogger<ChangeSigning>.Instance);
        Roots = new RootPublishing(publisher, new RootCheck(Keys), publication, proposals, NullLogger<RootPublishing>.Instance);
        Artifacts = new ArtifactFolder(data);
        Check = new RepositoryCheck(Store, Export, Artifacts, Keys, NullLogger<RepositoryCheck>.Instance);
        RepositoryWorker worker = new(
            publisher,
            new OnlineRenewal(publisher, Published, publication, online),
            new RepositoryExpiry(Published, NullLogger<RepositoryExpiry>.Instance),
            time,
            NullLogger<RepositoryWorker>.Instance);
        _tick = () => worker.TickAsync(time.GetUtcNow(), default);
    }

    public OnlineKeys Keys { get; }

    public RepositoryStore Store { get; }

    public PublishedFiles Published { get; }

    public RepositoryExport Export { get; }

    public ImageRepository Repository { get; }

    public ChangeSigning Signing { get; }

    public RootPublishing Roots { get; }

    public ArtifactFolder Artifacts { get; }

    public RepositoryCheck Check { get; }

    public static async Task<LocalRepository> StartAsync(Database database, string data, TimeProvider time, Action<PublishStep>? reached = null)
    {
        LocalRepository started = new(database, data, time, reached);
        await started.TickAsync();
        return started;
    }

    public Task TickAsync() => _tick();

    public byte[]? FileOf(string name) => Published.FindAsync(V1.RepositoryKind.Image, name, default).AsTask().GetAwaiter().GetResult()?.Bytes.ToArray();

    public Task PublishRootAsync(byte[] root, V1.RepositoryKind kind = V1.RepositoryKind.Image) => Roots.PublishAsync(kind, root, Operator, default);

    public Task<ChangeRow> ProposeAsync(TargetsEdit edit, V1.ChangeKind kind = V1.ChangeKind.Bundle, string subject = "bundles/1", string role = "targets") =>
        Repository.ProposeAsync(new ChangeProposal(kind, subject, RepositoryWords.RoleOf(role)!.Value, edit, Operator, ["a line"]), default);

    public Task<ChangeRow> AddAsync(string path, byte[] content, string role = "targets") => ProposeAsync(
        new TargetsEdit { Add = new Dictionary<TargetPath, TargetEntry> { [People.Path(path)] = People.Entry(content) } }, subject: $"bundles/{path}", role: role);

    public async Task<ChangeRow> FindAsync(ChangeRow change) => (await Repository.FindChangeAsync(change.Id, default))!;

    /// <summary>Signs what is to be signed now.</summary>
    public async Task<ChangeRow> SignAsync(ChangeRow change, params LocalSigner[] signers)
    {
        ChangeRow current = await FindAsync(change);
        foreach (LocalSigner signer in signers) current = await SubmitAsync(current, signer.Sign(current.Payload.ToArray()));
        return current;
    }

    public Task<ChangeRow> SubmitAsync(ChangeRow change, KeySignature signature) =>
        Signing.SubmitAsync(change.Id, SHA256.HashData(change.Payload.Span), signature, Operator, default);

    public async Task<IReadOnlyList<ChangeRow>> OpenAsync()
    {
        await using RepositorySession session = await Store.ReadAsync(default);
        return await ChangeRows.OpenAsync(session);
    }

    public async Task<IReadOnlyList<string>> ProblemsAsync(bool readArtifacts = false)
    {
        List<V1.CheckRepositoryResponse> messages = [];
        await Check.RunAsync(readArtifacts, message => { messages.Add(message); return Task.CompletedTask; }, default);
        messages[^1].IsDone.Should().BeTrue();
        string[] problems = [.. messages.Select(message => message.Problem).Where(problem => problem.Length > 0)];
        messages[^1].Problems.Should().Be(problems.Length);
        return problems;
    }
}
