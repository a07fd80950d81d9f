using Google.Protobuf;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Disk;
using Ota.Simulator.Agent.Downloads;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Running;
using Ota.Simulator.Agent.Trust;
using Ota.Simulator.Inventories;
using EcuState = Ota.Core.Bundles.Verification.EcuState;

namespace Ota.Simulator.Agent.Real;

/// <summary>A vehicle with a disk: slots, downloads, and what it trusts of both repositories.</summary>
internal sealed class RealBody(
    AgentOptions options, SimulatedInventory built, FullTrust trust, ResumableDownload downloads, VehicleConditions conditions, Use use) : IVehicleBody
{
    private readonly Dictionary<string, EcuSlots> _slots = built.Ecus.ToDictionary(
        ecu => ecu.Serial, ecu => new EcuSlots(Path.Combine(options.Data, "ecus", Uri.EscapeDataString(ecu.Serial)), ecu));

    private readonly Dictionary<EcuFault, int> _failed = [];
    private readonly Dictionary<TargetPath, ManifestImage> _images = [];
    private Dictionary<string, ByteString> _files = [];
    private ByteString _birth = ByteString.Empty;
    private int _asked;

    public RootMetadata? DirectorRoot => trust.DirectorRoot;

    public Use Use => use;

    /// <summary>Never: what did not come with the job, the server has.</summary>
    public bool LacksMetadata => false;

    public ByteString BirthInventory => Volatile.Read(ref _birth);

    public void TakeMetadata(IReadOnlyList<MetadataFile> files) =>
        _files = files.DistinctBy(file => file.Name).ToDictionary(file => file.Name, file => file.Content);

    public async Task<AgentEvent?> PrepareAsync(AgentJob job, CancellationToken stop)
    {
        EcuState[] ecus = [.. built.Ecus.Select(ecu => new EcuState(
            EcuSerial.TryParse(ecu.Serial)!, HardwareId.TryParse(ecu.Hardware)!, _slots[ecu.Serial].Running.ReleaseCounter))];
        TrustVerdict verdict;
        try
        {
            verdict = await trust.VerifyAsync(job, _files, ecus, stop);
            _files = []; // Another attempt asks the server for what is then the newest.
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }

        if (verdict is TrustVerdict.Refused refused) return new AgentEvent.Failed(RefusalNote.Of(refused.Why));
        if (verdict is not TrustVerdict.Trusted trusted) return null; // Taken back on the way: the backend says so when asked.
        DurableFile.Write(ManifestFile, trusted.ManifestBytes);
        _images.Clear();
        IReadOnlyList<JobEcu> plan = Plan.Of(
            trusted.Targets, Running.Ecus, path => ImageOf(path) is { } image ? (image.Order, image.Version) : null);
        return FindStranger(plan) is { } stranger ? stranger : new AgentEvent.Prepared(plan);
    }

    public async Task<AgentEvent?> DownloadAsync(AgentJob job, JobEcu ecu, CancellationToken stop)
    {
        Uri path = RepositoryPaths.Target(TargetPath.TryParse(ecu.Image)!.Value, FileHashes.TryMake(ecu.Sha256, null)!);
        return await downloads.FetchAsync(path, ecu.Sha256, ecu.Length, stop) switch
        {
            DownloadOutcome.Done => new AgentEvent.Fetched(ecu.Image),
            DownloadOutcome.NoSpace => new AgentEvent.Failed(new FailureNote(FailureFamily.Space)),
            DownloadOutcome.NotAsSigned => new AgentEvent.Failed(new FailureNote(FailureFamily.Authenticity, 0, "hash")),
            _ => null,
        };
    }

    public async Task<AgentEvent> CheckImagesAsync(AgentJob job, CancellationToken stop)
    {
        foreach (JobEcu ecu in job.Ecus.DistinctBy(ecu => ecu.Sha256))
        {
            if (!await downloads.IsAsync(ecu.Sha256, ecu.Length, stop))
                return new AgentEvent.Failed(new FailureNote(FailureFamily.Authenticity, 0, "hash"));
        }

        return new AgentEvent.ImagesChecked();
    }

    public string LanguageFor(AgentJob job)
    {
        string[] there = [.. Manifest?.Texts.Keys ?? []];
        return there.Contains(options.Language) ? options.Language : there.Order(StringComparer.Ordinal).FirstOrDefault(options.Language);
    }

    public AgentEvent AskDriver(AgentJob job)
    {
        if (options.Consent == "no") return new AgentEvent.Declined();
        return int.TryParse(options.Consent, out int times) && _asked++ < times ? new AgentEvent.Unanswered(IsPostponed: true) : new AgentEvent.Consented();
    }

    public IReadOnlyList<string> FindUnmet(AgentJob job) =>
        job.State <= JobState.WaitSafeState ? conditions.FindUnmet(Manifest?.Preconditions ?? []) : [];

    public Task<AgentEvent?> ActAsync(AgentJob job, AgentAction action, CancellationToken stop) => Task.FromResult<AgentEvent?>(action switch
    {
        AgentAction.Stage stage => Stage(stage.Ecu),
        AgentAction.Activate { Ecu: var ecu } => Act(ecu, "write", FailureFamily.Flash, 0x72, slots => slots.Activate(), new AgentEvent.EcuWritten(ecu.Serial)),
        AgentAction.Reboot => Reboot(job),
        AgentAction.Test { Ecu: var ecu } => Act(ecu, "test", FailureFamily.Health, 1, _ => { }, new AgentEvent.EcuTested(ecu.Serial)),
        AgentAction.Commit { Ecu: var ecu } => Act(ecu, "commit", FailureFamily.Flash, 0x72, slots => slots.Commit(), new AgentEvent.EcuCommitted(ecu.Serial)),
        AgentAction.RollBack back => RollBack(back.Ecu),
        _ => throw new InvalidOperationException($"{action} is nothing that is done to an ECU."),
    });

    public ByteString SignInventory(ulong counter, ByteString nonce, long madeMs)
    {
        Volatile.Write(ref _birth, Running.Sign(counter, madeMs, nonce));
        return _birth;
    }

    private string ManifestFile => Path.Combine(options.Data, "manifest.json");

    private Manifest? Manifest => DurableFile.TryRead(ManifestFile) is { } bytes ? ManifestCheck.Read(bytes).Manifest : null;

    private SimulatedInventory Running => _slots.Aggregate(built, (now, slot) =>
    {
        SlotImage runs = slot.Value.Running;
        SimulatedEcu ecu = now.Ecus.First(one => one.Serial == slot.Key);
        return now.With(ecu with { Image = runs.Image, Version = runs.Version, Sha256 = runs.Sha256, Length = runs.Length });
    });

    private ManifestImage? ImageOf(TargetPath path)
    {
        if (_images.Count == 0)
        {
            foreach (ManifestImage image in Manifest?.Images ?? []) _images[image.Path] = image;
        }

        return _images.GetValueOrDefault(path);
    }

    // An image may say which ones it replaces: over another one nobody has tried it.
    private AgentEvent.Failed? FindStranger(IReadOnlyList<JobEcu> plan) => plan.Any(ecu =>
        ImageOf(TargetPath.TryParse(ecu.Image)!.Value) is { Before.Count: > 0 } image && !image.Before.Contains(_slots[ecu.Serial].Running.Sha256))
        ? new AgentEvent.Failed(new FailureNote(FailureFamily.Eligibility, 0, "before"))
        : null;

    private AgentEvent Stage(JobEcu ecu)
    {
        try
        {
            return Act(
                ecu, "stage", FailureFamily.Space, 0, slots => slots.Stage(ecu, downloads.FileOf(ecu.Sha256)), new AgentEvent.EcuStaged(ecu.Serial));
        }
        catch (IOException)
        {
            return new AgentEvent.EcuFailed(ecu.Serial, new FailureNote(FailureFamily.Space));
        }
    }

    // A commit whose note was lost cannot be undone: then it says so, and not that it is what it was.
    private AgentEvent RollBack(JobEcu ecu)
    {
        AgentEvent done = Act(ecu, "rollback", FailureFamily.Rollback, 1, slots => slots.RollBack(), new AgentEvent.EcuRolledBack(ecu.Serial));
        bool isBack = done is AgentEvent.EcuFailed || _slots[ecu.Serial].Running.Sha256 != ecu.Sha256;
        return isBack ? done : new AgentEvent.EcuFailed(ecu.Serial, new FailureNote(FailureFamily.Rollback, 2));
    }

    private AgentEvent Reboot(AgentJob job)
    {
        foreach (JobEcu ecu in job.InOrder)
        {
            bool isBack = !Fails(ecu.Serial, "boot") && _slots[ecu.Serial].IsSound() && _slots[ecu.Serial].Running.Sha256 == ecu.Sha256;
            if (!isBack) return new AgentEvent.EcuFailed(ecu.Serial, new FailureNote(FailureFamily.Boot, 1));
        }

        return new AgentEvent.Rebooted();
    }

    private AgentEvent Act(JobEcu ecu, string step, FailureFamily family, uint code, Action<EcuSlots> act, AgentEvent done)
    {
        if (Fails(ecu.Serial, step)) return new AgentEvent.EcuFailed(ecu.Serial, new FailureNote(family, code));
        act(_slots[ecu.Serial]);
        return done;
    }

    private bool Fails(string serial, string step)
    {
        if (options.Faults.FirstOrDefault(fault => fault.Serial == serial && fault.Step == step) is not { } fault) return false;
        int times = _failed.GetValueOrDefault(fault);
        _failed[fault] = times + 1;
        return times < fault.Times;
    }
}
