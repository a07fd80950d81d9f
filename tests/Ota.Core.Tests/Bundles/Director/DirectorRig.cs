using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Bundles.Director;

/// <summary>One vehicle, its Director, and a client in it.</summary>
internal sealed class DirectorRig
{
    public static readonly Vid Vehicle = Vid.TryParse("0123456789abcdef0123456789abcdef")!.Value;

    private static readonly LocalSigner RootKey = TestKeys.P256("director root");

    private readonly byte[] _root;

    public DirectorRig(string timestampKey = "director timestamp") =>
        _root = RootWith(Signers = new(TestKeys.P256("director targets"), TestKeys.P256("director snapshot"), TestKeys.P256(timestampKey)));

    public DirectorSigners Signers { get; }

    public static EcuState[] Ecus { get; } = [State("GW-1", "gw"), State("BRK-1", "brk"), State("BRK-2", "brk")];

    public static DirectorImage Image(string ecu, string hardware, string path, string content, long? counter = 1) =>
        new(Serial(ecu), Hardware(hardware), TestRepository.Path(path), content.Length, TestRepository.Entry(content).Hashes, counter);

    public static EcuSerial Serial(string text) => EcuSerial.TryParse(text)!;

    public static HardwareId Hardware(string text) => HardwareId.TryParse(text)!;

    public static DirectorContent Content(long assignment, params DirectorImage[] images) => new(Vehicle, assignment, images);

    /// <summary>What the server does at a request.</summary>
    public DirectorFiles Renew(DirectorFiles? files, DirectorContent content, DateTimeOffset now) =>
        DirectorPlan.Decide(files, content.Assignment, Signers, now) is { } plan ? DirectorWriter.Write(plan, files, content, Signers, now) : files!;

    /// <summary>A client's refresh to its end.</summary>
    public (TrustedSet? Set, Refusal? Refusal) Refresh(DirectorFiles files, DateTimeOffset now, TrustedSet? earlier = null) => TestClient.Refresh(
        _root,
        new Dictionary<string, byte[]>
        {
            [RepositoryFiles.Timestamp] = files.Timestamp.Bytes.ToArray(),
            [RepositoryFiles.Snapshot(files.Snapshot.Version)] = files.Snapshot.Bytes.ToArray(),
            [RepositoryFiles.Targets(files.Targets.Version, RoleName.Targets)] = files.Targets.Bytes.ToArray(),
        },
        now,
        earlier);

    private static EcuState State(string serial, string hardware) => new(Serial(serial), Hardware(hardware), 1);

    private static byte[] RootWith(DirectorSigners signers)
    {
        ISigner[] all = [RootKey, signers.Targets, signers.Snapshot, signers.Timestamp];
        MetadataRole[] roles = [MetadataRole.Root, MetadataRole.Targets, MetadataRole.Snapshot, MetadataRole.Timestamp];
        RootMetadata root = new()
        {
            Version = 1,
            Expires = TestRepository.Now.AddYears(10),
            Keys = all.ToDictionary(signer => signer.Key.Id, signer => signer.Key),
            Roles = roles.Zip(all).ToDictionary(pair => pair.First, pair => new RoleKeys([pair.Second.Key.Id], 1)),
        };
        return TestRepository.Sign(root, RootKey);
    }
}
