using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Running;
using Ota.Simulator.Agent.Trust;
using Ota.Simulator.Inventories;
using EcuState = Ota.Core.Bundles.Verification.EcuState;

namespace Ota.Simulator.Fleet.Running;

/// <summary>
/// A vehicle without a disk: it believes the Director's signed targets as any other, and what it installs is a hash in its inventory.
/// </summary>
/// <param name="vid">The vehicle.</param>
/// <param name="inventory">Its ECUs as they are at the start.</param>
/// <param name="temperament">What it is like.</param>
/// <param name="trust">Verifies the Director's files.</param>
/// <param name="download">Fetches an image and says whether it was as signed; null to take its word for it.</param>
internal sealed class LightBody(
    string vid, SimulatedInventory inventory, Temperament temperament, DirectorTrust trust, Func<JobEcu, CancellationToken, Task<bool?>>? download)
    : IVehicleBody
{
    private const uint GeneralProgrammingFailure = 0x72; // ISO 14229-1.
    private const int Stalls = 3;
    private const string Language = "en"; // It has no manifest, and no texts to choose from.

    private readonly Dictionary<string, SimulatedEcu> _before = [];
    private readonly Dictionary<string, long> _releases = [];
    private Dictionary<string, ByteString>? _files;
    private long _targetsVersion;
    private ByteString _signed = ByteString.Empty;
    private bool _hasChanged = true;
    private ByteString? _first;
    private int _asked;
    private int _stalled;

    public RootMetadata? DirectorRoot => trust.Root;

    public Use Use { get; } = new();

    public bool LacksMetadata => _files is null;

    /// <summary>What it runs.</summary>
    public SimulatedInventory Inventory { get; private set; } = inventory;

    /// <summary>How often it was switched on.</summary>
    public int Drives { get; private set; }

    /// <summary>Whether it is being driven now.</summary>
    public bool IsDriven { get; set; }

    /// <summary>What its births carry: the same bytes until something changed. Read by the connection, written between its acts.</summary>
    public ByteString BirthInventory => Volatile.Read(ref _signed);

    /// <summary>It is switched on, after so many metres.</summary>
    public void WakeUp(ulong metres, Func<ulong> nextCounter, long madeMs)
    {
        Drives++;
        Use.IgnitionCycles++;
        Use.OdometerM += metres;
        if (!_hasChanged) return;
        Volatile.Write(ref _signed, Inventory.Sign(nextCounter(), madeMs));
        _hasChanged = false;
        _first ??= _signed;
    }

    public void TakeMetadata(IReadOnlyList<MetadataFile> files) =>
        _files = files.DistinctBy(file => file.Name).ToDictionary(file => file.Name, file => file.Content);

    public async Task<AgentEvent?> PrepareAsync(AgentJob job, CancellationToken stop)
    {
        (TrustedSet? set, Refusal? refusal) = await trust.CheckAsync(_files!);
        _files = null; // Another attempt asks for what is then the newest.
        if (refusal is not null) return new AgentEvent.Failed(RefusalNote.Of(refusal));
        TargetsMetadata targets = set!.Targets[DelegationChain.Top].Metadata;
        if (targets.Version < _targetsVersion) return new AgentEvent.Failed(new FailureNote(FailureFamily.Authenticity, 0, nameof(RefusalReason.Rollback)));
        EcuState[] ecus = [.. Inventory.Ecus.Select(ecu => new EcuState(
            EcuSerial.TryParse(ecu.Serial)!, HardwareId.TryParse(ecu.Hardware)!, _releases.TryGetValue(ecu.Serial, out long release) ? release : null))];
        if (DirectorCheck.Check(targets, vid, ecus) is [Refusal first, ..]) return new AgentEvent.Failed(RefusalNote.Of(first));
        _targetsVersion = targets.Version;
        // The targets are empty when the job was taken back on the way: nothing to do is then nothing to prove.
        return targets.Targets.Count == 0 ? null : new AgentEvent.Prepared(Plan.Of(targets, Inventory.Ecus));
    }

    public async Task<AgentEvent?> DownloadAsync(AgentJob job, JobEcu ecu, CancellationToken stop)
    {
        if (temperament.Kind == VehicleKind.Staller && job.Attempt == 1)
            return _stalled++ < Stalls ? null : new AgentEvent.Failed(new FailureNote(FailureFamily.Network));
        if (download is null) return new AgentEvent.Fetched(ecu.Image);
        return await download(ecu, stop) switch
        {
            true => new AgentEvent.Fetched(ecu.Image),
            false => new AgentEvent.Failed(new FailureNote(FailureFamily.Authenticity, 0, "hash")),
            null => null,
        };
    }

    public Task<AgentEvent> CheckImagesAsync(AgentJob job, CancellationToken stop) => Task.FromResult<AgentEvent>(new AgentEvent.ImagesChecked());

    public string LanguageFor(AgentJob job) => Language;

    public AgentEvent AskDriver(AgentJob job)
    {
        if (temperament.Kind == VehicleKind.Refuser) return new AgentEvent.Declined();
        return _asked++ < temperament.Postpones ? new AgentEvent.Unanswered(IsPostponed: true) : new AgentEvent.Consented();
    }

    public IReadOnlyList<string> FindUnmet(AgentJob job)
    {
        if (temperament.Kind == VehicleKind.LowVoltage && Drives <= temperament.UnsafeDrives) return ["minBatteryMillivolts"];
        return IsDriven && Drives <= temperament.UnsafeDrives ? ["parked"] : [];
    }

    public Task<AgentEvent?> ActAsync(AgentJob job, AgentAction action, CancellationToken stop) => Task.FromResult(action switch
    {
        AgentAction.Stage stage => new AgentEvent.EcuStaged(stage.Ecu.Serial),
        AgentAction.Activate activate => Activate(job, activate.Ecu),
        AgentAction.Reboot when FailsAt(job, 1) => Fail(job, FailureFamily.Boot, 1),
        AgentAction.Reboot => new AgentEvent.Rebooted(),
        AgentAction.Test test => IsBad(job, test.Ecu, 2) || (temperament.Kind == VehicleKind.Stuck && IsLast(job, test.Ecu))
            ? new AgentEvent.EcuFailed(test.Ecu.Serial, new FailureNote(FailureFamily.Health, 1))
            : new AgentEvent.EcuTested(test.Ecu.Serial),
        AgentAction.Commit commit => Commit(commit.Ecu),
        AgentAction.RollBack back => GoBack(job, back.Ecu),
        _ => throw new InvalidOperationException($"{action} is nothing that is done to an ECU."),
    });

    public ByteString SignInventory(ulong counter, ByteString nonce, long madeMs)
    {
        if (temperament.Kind == VehicleKind.Replayer && _first is not null) return _first;
        Volatile.Write(ref _signed, Inventory.Sign(counter, madeMs, nonce));
        _hasChanged = false;
        return _signed;
    }

    private AgentEvent? Activate(AgentJob job, JobEcu ecu)
    {
        if (temperament.Kind == VehicleKind.Brick && IsLast(job, ecu)) return null;
        if (IsBad(job, ecu, 0) || (temperament.Kind == VehicleKind.Flaky && job.Attempt == 1 && IsLast(job, ecu)))
            return new AgentEvent.EcuFailed(ecu.Serial, new FailureNote(FailureFamily.Flash, GeneralProgrammingFailure, "E-1204"));
        if (temperament.Kind != VehicleKind.Liar) Run(ecu);
        return new AgentEvent.EcuWritten(ecu.Serial);
    }

    private AgentEvent.EcuCommitted Commit(JobEcu ecu)
    {
        if (ecu.ReleaseCounter is { } release) _releases[ecu.Serial] = release;
        _before.Remove(ecu.Serial);
        return new AgentEvent.EcuCommitted(ecu.Serial);
    }

    private AgentEvent GoBack(AgentJob job, JobEcu ecu)
    {
        if (temperament.Kind == VehicleKind.Stuck && job.InOrder.First().Serial == ecu.Serial)
            return new AgentEvent.EcuFailed(ecu.Serial, new FailureNote(FailureFamily.Rollback, 1));
        if (_before.Remove(ecu.Serial, out SimulatedEcu? old)) Change(old);
        return new AgentEvent.EcuRolledBack(ecu.Serial);
    }

    private void Run(JobEcu ecu)
    {
        SimulatedEcu old = Inventory.Ecus.First(one => one.Serial == ecu.Serial);
        _before.TryAdd(ecu.Serial, old);
        bool isWrong = temperament.Kind == VehicleKind.WrongBuild;
        Change(old with
        {
            Image = ecu.Name,
            Version = ecu.Version,
            Sha256 = isWrong ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"another build of {ecu.Sha256}"))) : ecu.Sha256,
            Length = ecu.Length,
        });
    }

    private void Change(SimulatedEcu ecu)
    {
        Inventory = Inventory.With(ecu);
        _hasChanged = true;
    }

    private static bool IsLast(AgentJob job, JobEcu ecu) => job.InOrder.Last().Serial == ecu.Serial;

    // A failing vehicle fails at one step (writing, starting, testing) of one ECU, the same each time.
    private bool FailsAt(AgentJob job, int step) => temperament.Kind == VehicleKind.Failing && job.Ecus.Count > 0 && temperament.Fault % 3 == step;

    private bool IsBad(AgentJob job, JobEcu ecu, int step) => FailsAt(job, step) && BadEcu(job).Serial == ecu.Serial;

    private AgentEvent.EcuFailed Fail(AgentJob job, FailureFamily family, uint code) =>
        new(BadEcu(job).Serial, new FailureNote(family, code));

    private JobEcu BadEcu(AgentJob job) => job.Ecus[temperament.Fault / 3 % job.Ecus.Count];
}
