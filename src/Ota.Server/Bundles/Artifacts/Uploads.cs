using System.Text.Json;
using Grpc.Core;
using Microsoft.Win32.SafeHandles;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>The uploads that have begun and not ended. They survive a restart: what the folder has is what there is.</summary>
internal sealed class Uploads
{
    private readonly ArtifactFolder _folder;
    private readonly ArtifactStore _store;
    private readonly ArtifactsOptions _options;
    private readonly UploadLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<UploadStep> _reached;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OpenUpload> _open = [];

    /// <summary>Tests set <paramref name="reached"/>, which is called before each step, to kill there.</summary>
    public Uploads(ArtifactFolder folder, ArtifactStore store, ArtifactsOptions options, TimeProvider time, Action<UploadStep>? reached = null)
    {
        _folder = folder;
        _store = store;
        _options = options;
        _limits = new UploadLimits(options, folder);
        _time = time;
        _reached = reached ?? (_ => { });
        foreach (UploadTerms terms in new UploadRecovery(folder, store).Run()) _open.Add(terms.Id(), new OpenUpload(terms, terms.Id()));
    }

    public int Count
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    /// <summary>Begins an upload, or finds the one that began earlier, and says how far it came.</summary>
    /// <exception cref="RpcException">A limit forbids it.</exception>
    public async Task<(string Id, long Offset)> StartAsync(UploadTerms terms, CancellationToken stop)
    {
        while (true)
        {
            OpenUpload upload = FindOrAdmit(terms);
            CancellationTokenSource turn = await TakeOverAsync(upload, stop);
            try
            {
                if (upload.IsOver) continue;
                if (!File.Exists(_folder.TermsOf(upload.Id))) WriteTerms(upload);
                return (upload.Id, FlushedLength(upload));
            }
            finally
            {
                upload.Release(turn);
            }
        }
    }

    /// <summary>Takes the turn to write to an upload.</summary>
    /// <exception cref="RpcException">There is no such upload of this operator, or it stands elsewhere.</exception>
    public async Task<UploadTurn> BeginAsync(string operatorName, string id, long offset, CancellationToken stop)
    {
        OpenUpload? upload;
        lock (_gate) upload = _open.GetValueOrDefault(id);
        if (upload is null || upload.Terms.Operator != operatorName) throw NotFound();
        CancellationTokenSource turn = await TakeOverAsync(upload, stop);
        try
        {
            if (upload.IsOver) throw NotFound();
            long length = FlushedLength(upload);
            if (offset != length)
            {
                throw new RpcException(new Status(
                    StatusCode.OutOfRange, $"The upload stands at byte {length}, not {offset}: call StartUpload and go on where it says."));
            }

            return new UploadTurn(upload, turn, _folder, _time, _reached);
        }
        catch
        {
            upload.Release(turn);
            throw;
        }
    }

    /// <summary>Makes a complete part an artifact.</summary>
    /// <exception cref="RpcException">It is not what was announced; the upload is gone.</exception>
    public StoredArtifact Finish(UploadTurn turn)
    {
        OpenUpload upload = turn.Upload;
        if (!upload.Hash!.Matches(upload.Terms.Artifact))
        {
            End(upload);
            throw new RpcException(new Status(
                StatusCode.DataLoss, "What came has other digests than were announced: the file changed meanwhile, or was damaged on the way. Upload it anew."));
        }

        StoredArtifact artifact = new(upload.Terms.Artifact, upload.Terms.Operator, _time.GetUtcNow());
        _store.Publish(_folder.PartOf(upload.Id), artifact, _reached);
        End(upload);
        return artifact;
    }

    /// <summary>Gives up uploads that nobody went on with for too long.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ExpireAsync(DateTimeOffset now, CancellationToken stop)
    {
        OpenUpload[] idle;
        lock (_gate) idle = [.. _open.Values.Where(upload => !upload.IsBusy && now - LastUse(upload) >= _options.UploadLifetime)];
        int ended = 0;
        foreach (OpenUpload upload in idle)
        {
            CancellationTokenSource turn = await upload.TakeOverAsync(stop);
            try
            {
                if (upload.IsOver || now - LastUse(upload) < _options.UploadLifetime) continue; // Somebody was quicker.
                End(upload);
                ended++;
            }
            finally
            {
                upload.Release(turn);
            }
        }

        return ended;
    }

    private OpenUpload FindOrAdmit(UploadTerms terms)
    {
        string id = terms.Id();
        lock (_gate)
        {
            if (_open.TryGetValue(id, out OpenUpload? found)) return found;
            _limits.Check(terms, _open.Values);
            return _open[id] = new OpenUpload(terms, id);
        }
    }

    private static async Task<CancellationTokenSource> TakeOverAsync(OpenUpload upload, CancellationToken stop)
    {
        try
        {
            return await upload.TakeOverAsync(stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Aborted, "Another call took this upload over."));
        }
    }

    private void WriteTerms(OpenUpload upload)
    {
        try
        {
            _reached(UploadStep.WriteTerms);
            DurableFile.WriteBytes(_folder.TermsOf(upload.Id), JsonSerializer.SerializeToUtf8Bytes(upload.Terms));
        }
        catch
        {
            Forget(upload);
            throw;
        }
    }

    // What is told to a client lasts, also when a kill or a cut took the time to flush before.
    private long FlushedLength(OpenUpload upload)
    {
        using SafeFileHandle part = _folder.OpenPart(upload.Id);
        RandomAccess.FlushToDisk(part);
        return RandomAccess.GetLength(part);
    }

    private DateTimeOffset LastUse(OpenUpload upload)
    {
        FileInfo part = new(_folder.PartOf(upload.Id));
        FileInfo used = part.Exists ? part : new FileInfo(_folder.TermsOf(upload.Id));
        return used.Exists ? used.LastWriteTimeUtc : DateTimeOffset.MinValue;
    }

    // The part first: terms without a part are an upload that begins anew, a part without terms would be nobody's.
    private void End(OpenUpload upload)
    {
        _reached(UploadStep.RemovePart);
        File.Delete(_folder.PartOf(upload.Id));
        _reached(UploadStep.RemoveTerms);
        File.Delete(_folder.TermsOf(upload.Id));
        _reached(UploadStep.Done);
        Forget(upload);
    }

    private void Forget(OpenUpload upload)
    {
        upload.IsOver = true;
        upload.Hash?.Dispose();
        upload.Hash = null;
        lock (_gate) _open.Remove(upload.Id);
    }

    private static RpcException NotFound() => new(new Status(
        StatusCode.NotFound, "There is no such upload of yours; it may be finished or expired: call StartUpload."));
}
