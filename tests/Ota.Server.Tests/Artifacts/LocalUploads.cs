using Ota.Server.Bundles.Artifacts;

namespace Ota.Server.Tests.Artifacts;

/// <summary>The stores on a folder, as after a start, without a server around them.</summary>
internal sealed class LocalUploads
{
    public const string Operator = "eve";

    public LocalUploads(string data, TimeProvider? time = null, Action<UploadStep>? reached = null, ArtifactsOptions? options = null)
    {
        Folder = new ArtifactFolder(data);
        Store = new ArtifactStore(Folder);
        Uploads = new Uploads(Folder, Store, options ?? new ArtifactsOptions(), time ?? TimeProvider.System, reached);
    }

    public ArtifactFolder Folder { get; }

    public ArtifactStore Store { get; }

    public Uploads Uploads { get; }

    /// <summary>Uploads from where it stands; calls back with each offset that was acknowledged.</summary>
    public async Task PutAsync(Content content, Action<long>? acknowledged = null)
    {
        if (Store.Find(content.Sha256) is not null) return;
        (string id, long offset) = await Uploads.StartAsync(new UploadTerms(Operator, content.Terms), default);
        acknowledged?.Invoke(offset);
        // In two calls, so that there is an acknowledgement in the middle.
        long middle = Math.Max(offset, content.Bytes.Length / 2);
        await using (UploadTurn turn = await Uploads.BeginAsync(Operator, id, offset, default))
        {
            await turn.CatchUpAsync();
            await turn.AppendAsync(content.Bytes.AsMemory((int)offset, (int)(middle - offset)));
            long length = await turn.FlushAsync();
            acknowledged?.Invoke(length);
        }

        await using UploadTurn last = await Uploads.BeginAsync(Operator, id, middle, default);
        await last.CatchUpAsync();
        await last.AppendAsync(content.Bytes.AsMemory((int)middle));
        await last.FlushAsync();
        Uploads.Finish(last);
    }

    /// <summary>Whatever happened before: the artifact is not there, or it is there and right.</summary>
    public void ShouldBeConsistent(Content content, long acknowledged)
    {
        if (Store.Find(content.Sha256) is { } artifact)
        {
            artifact.Terms.Should().Be(content.Terms);
            File.ReadAllBytes(Folder.FileOf(content.Sha256)).Should().Equal(content.Bytes);
            Directory.GetFiles(Folder.Uploads).Should().BeEmpty();
            return;
        }

        File.Exists(Folder.FileOf(content.Sha256)).Should().BeFalse("a name is taken when everything else lasts");
        FileInfo part = new(Folder.PartOf(new UploadTerms(Operator, content.Terms).Id()));
        (part.Exists ? part.Length : 0).Should().BeGreaterThanOrEqualTo(acknowledged);
    }
}
