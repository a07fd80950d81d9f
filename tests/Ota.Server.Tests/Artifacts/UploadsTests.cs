using Grpc.Core;
using Ota.Server.Bundles.Artifacts;
using Ota.Testing;

namespace Ota.Server.Tests.Artifacts;

public sealed class UploadsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly Content _content = Content.Of(seed: 1, length: 3_000_000);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_newer_call_ends_the_one_that_writes_and_learns_what_that_one_stored()
    {
        LocalUploads local = new(_folder.Path);
        UploadTerms terms = new(LocalUploads.Operator, _content.Terms);
        (string id, _) = await local.Uploads.StartAsync(terms, default);
        UploadTurn old = await local.Uploads.BeginAsync(LocalUploads.Operator, id, 0, default);
        await old.CatchUpAsync();
        await old.AppendAsync(_content.Bytes.AsMemory(0, 1_500_000));
        Task<(string Id, long Offset)> next = local.Uploads.StartAsync(terms, default);
        old.TakenOver.IsCancellationRequested.Should().BeTrue();
        next.IsCompleted.Should().BeFalse("the old call has not let go yet");
        await old.FlushAsync();
        await old.DisposeAsync();
        (await next).Should().Be((id, 1_500_000));
    }

    [Fact]
    public async Task An_upload_that_nobody_goes_on_with_expires_and_one_in_use_does_not()
    {
        LocalUploads local = new(_folder.Path, _time);
        UploadTerms terms = new(LocalUploads.Operator, _content.Terms);
        (string id, _) = await local.Uploads.StartAsync(terms, default);
        UploadTurn turn = await local.Uploads.BeginAsync(LocalUploads.Operator, id, 0, default);
        await turn.CatchUpAsync();
        await turn.AppendAsync(_content.Bytes.AsMemory(0, 1000));
        await turn.FlushAsync();
        _time.Advance(TimeSpan.FromHours(49));
        (await local.Uploads.ExpireAsync(_time.GetUtcNow(), default)).Should().Be(0, "somebody has its turn");
        await turn.FlushAsync();
        await turn.DisposeAsync();
        (await local.Uploads.ExpireAsync(_time.GetUtcNow(), default)).Should().Be(0, "it was used just now");
        _time.Advance(TimeSpan.FromHours(48));
        (await local.Uploads.ExpireAsync(_time.GetUtcNow(), default)).Should().Be(1);
        Directory.GetFiles(local.Folder.Uploads).Should().BeEmpty();
        (await local.Uploads.StartAsync(terms, default)).Should().Be((id, 0));
    }

    [Fact]
    public async Task Limits_count_what_open_uploads_announced_for_one_operator_and_in_all()
    {
        ArtifactsOptions options = new() { OpenUploadsOfOperator = 2, OpenUploads = 3, OpenBytesOfOperator = 5_000, OpenBytes = 6_000 };
        LocalUploads local = new(_folder.Path, options: options);
        await StartAsync("eve", 1, 3_000);
        await RefusedAsync("eve", 2, 2_001, "more than");
        await StartAsync("eve", 2, 1_000);
        await RefusedAsync("eve", 3, 1, "2 unfinished uploads");
        await StartAsync("eve", 1, 3_000); // The same once more.
        await RefusedAsync("bob", 4, 2_001, "more than");
        await StartAsync("bob", 4, 10);
        await RefusedAsync("bob", 5, 1, "There are 3 unfinished");
        LocalUploads restarted = new(_folder.Path, options: options);
        restarted.Uploads.Count.Should().Be(3);

        Task StartAsync(string who, int seed, int length) => local.Uploads.StartAsync(new UploadTerms(who, Content.Of(seed, length).Terms), default);

        async Task RefusedAsync(string who, int seed, int length, string why) =>
            (await FluentActions.Awaiting(() => StartAsync(who, seed, length)).Should().ThrowAsync<RpcException>())
                .Which.Status.Should().Match<Status>(status => status.StatusCode == StatusCode.ResourceExhausted && status.Detail.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Facts_that_were_lost_come_back_with_another_upload_and_the_file_stays_as_it_is()
    {
        LocalUploads local = new(_folder.Path);
        await local.PutAsync(_content);
        string file = local.Folder.FileOf(_content.Sha256);
        DateTime written = File.GetLastWriteTimeUtc(file);
        File.Delete(local.Folder.FactsOf(_content.Sha256));
        local.Store.Find(_content.Sha256).Should().BeNull();
        await local.PutAsync(_content);
        local.Store.Find(_content.Sha256)!.Terms.Should().Be(_content.Terms);
        File.GetLastWriteTimeUtc(file).Should().Be(written);
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
