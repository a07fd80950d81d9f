using Google.Protobuf;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.EndToEnd.Simulator.Fleet;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;
using Ota.Simulator.Agent.Running;
using Ota.Testing;
using Signature = Ota.Payloads.V1.Signature;

namespace Ota.EndToEnd.Simulator.Agent;

/// <summary>What leave a vehicle takes, and how long it stands.</summary>
public sealed class HeldPermitTests : IDisposable
{
    private const long ServerMs = 1_800_000_000_000;

    private static readonly string Vid = new('1', 32);
    private static readonly AgentJob Job = new() { Rollout = "0123456789ab", Offer = 3, Bundle = new string('a', 64), ManifestPath = "m" };

    private readonly LocalSigner _signer = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000)); // A vehicle whose clock is decades off.

    [Fact]
    public void It_stands_for_its_time_by_monotonic_time_whatever_the_vehicles_clock_shows()
    {
        HeldPermit permit = Take(Sign(Good()))!;

        permit.StandsFor(Job).Should().BeTrue();
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        permit.StandsFor(Job).Should().BeTrue();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        permit.StandsFor(Job).Should().BeFalse();
    }

    [Fact]
    public void It_stands_for_its_job_only()
    {
        HeldPermit permit = Take(Sign(Good()))!;

        permit.StandsFor(Job with { Offer = 4 }).Should().BeFalse();
        permit.StandsFor(Job with { Rollout = "ba9876543210" }).Should().BeFalse();
    }

    [Fact]
    public void One_for_another_vehicle_rollout_offer_or_bundle_is_not_taken_nor_one_that_is_over()
    {
        Take(Sign(Good())).Should().NotBeNull();
        foreach (Action<Permit> change in new Action<Permit>[]
        {
            permit => permit.Vid = ByteString.CopyFrom(new byte[16]),
            permit => permit.Rollout = "ba9876543210",
            permit => permit.Offer = 4,
            permit => permit.Bundle = ByteString.CopyFrom(new byte[32]),
            permit => permit.UntilMs = ServerMs,
        })
        {
            Permit permit = Good();
            change(permit);
            Take(Sign(permit)).Should().BeNull($"{permit} is not ours");
        }
    }

    [Fact]
    public void One_that_another_key_signed_or_that_was_changed_afterwards_is_not_taken()
    {
        using LocalSigner stranger = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
        SignedPermit changed = Sign(Good());
        Permit longer = Good();
        longer.UntilMs += 1;
        changed.Permit = longer.ToByteString();

        Take(Sign(Good(), stranger)).Should().BeNull();
        Take(changed).Should().BeNull();
        Take(new SignedPermit()).Should().BeNull();
        Take(null).Should().BeNull();
    }

    public void Dispose() => _signer.Dispose();

    private HeldPermit? Take(SignedPermit? permit) => HeldPermit.TryTake(permit, ServerMs, Vid, Job, Root(), _time);

    private RootMetadata Root()
    {
        RefreshMachine.Start(FakeBundle.RootOf(_signer), MetadataDialect.Tuf, MetadataLimits.Default, _time.GetUtcNow(), out TrustedSet? set).Should().BeNull();
        return set!.Root.Metadata;
    }

    private static Permit Good() => new()
    {
        Vid = ByteString.CopyFrom(Convert.FromHexString(Vid)),
        Rollout = Job.Rollout,
        Offer = Job.Offer,
        Bundle = ByteString.CopyFrom(Convert.FromHexString(Job.Bundle)),
        MadeMs = ServerMs - 5,
        UntilMs = ServerMs + 3_600_000,
    };

    private SignedPermit Sign(Permit permit, LocalSigner? by = null)
    {
        KeySignature signature = (by ?? _signer).Sign(permit.ToByteArray());
        return new SignedPermit
        {
            Permit = permit.ToByteString(),
            Signature = new Signature
            {
                KeyId = ByteString.CopyFrom(Convert.FromHexString(signature.KeyId.Value)),
                Value = ByteString.CopyFrom(signature.Value),
            },
        };
    }
}
