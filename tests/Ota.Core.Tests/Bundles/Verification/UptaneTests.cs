using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Bundles.Verification;

/// <summary>Director against vehicle and Image repository: Uptane's attacks on a vehicle whose Director is in wrong hands.</summary>
public sealed class UptaneTests
{
    private const string Vid = "0123456789abcdef0123456789abcdef";
    private const string Image = "brake/fw-2.0.bin";

    private readonly EcuState _gateway = Ecu("GW-1", "gw", 3);
    private readonly EcuState _brake = Ecu("BRK-1", "brk", 7);
    private readonly TestRepository _director = new();
    private readonly TestRepository _image = new();

    public UptaneTests()
    {
        _director.Extra = JsonObject.Of(("vid", new JsonText(Vid)));
        Assign(Image, "brake 2.0", 8, ("BRK-1", "brk"));
        Describe(Image, "brake 2.0", 8, "brk", "brk-b");
        _director.PublishRoot();
        _image.PublishRoot();
    }

    [Fact]
    public void An_image_that_both_repositories_describe_alike_shall_be_installed()
    {
        AssignedImage assigned = Check().Should().BeOfType<FullResult.Verified>().Which.Images.Should().ContainSingle().Subject;
        assigned.Path.Value.Should().Be(Image);
        assigned.Ecus.Select(ecu => ecu.Value).Should().Equal("BRK-1");
        assigned.Entry.IsOf("brake 2.0"u8).Should().BeTrue();
        assigned.Entry.IsOf("brake 2.1"u8).Should().BeFalse();
    }

    [Fact]
    public void Nothing_to_do_is_good_too()
    {
        _director.Targets.Clear();
        Check().Should().BeOfType<FullResult.Verified>().Which.Images.Should().BeEmpty();
        Partial().Should().BeEmpty();
    }

    [Fact]
    public void A_delegated_image_is_found_by_asking_for_the_role()
    {
        _image.Targets.Clear();
        TestDelegation supplier = new("supplier", "brake/*");
        supplier.Targets[TestRepository.Path(Image)] = TestRepository.Entry("brake 2.0", new ImageCustom([Hardware("brk")], 8).ToJson());
        _image.Delegations.Add(supplier);
        Check().Should().BeOfType<FullResult.Verified>();
    }

    [Fact]
    public void A_Director_that_delegates_is_refused()
    {
        _director.Delegations.Add(new TestDelegation("helper", "x/*"));
        Refused(RefusalReason.DirectorDelegates);
        Partial().Should().Contain(RefusalReason.DirectorDelegates);
    }

    [Theory]
    [InlineData("another vehicle")]
    [InlineData(null)]
    public void Targets_for_another_vehicle_or_none_are_refused(string? vid)
    {
        _director.Extra = vid is null ? JsonObject.Empty : JsonObject.Of(("vid", new JsonText(vid)));
        Refused(RefusalReason.WrongVehicle);
    }

    [Fact]
    public void An_ECU_that_is_named_twice_is_refused()
    {
        Assign("brake/other.bin", "x", 9, ("BRK-1", "brk"));
        Describe("brake/other.bin", "x", 9, "brk");
        Refused(RefusalReason.EcuTwice);
        Partial().Should().Contain(RefusalReason.EcuTwice);
    }

    [Fact]
    public void An_ECU_that_the_vehicle_has_not_is_refused()
    {
        Assign(Image, "brake 2.0", 8, ("BRK-1", "brk"), ("BRK-9", "brk"));
        Refused(RefusalReason.UnknownEcu);
    }

    [Fact]
    public void An_image_for_other_hardware_than_the_ECU_is_refused()
    {
        Assign(Image, "brake 2.0", 8, ("BRK-1", "brk-b"));
        Refused(RefusalReason.WrongHardware);
        Partial().Should().Contain(RefusalReason.WrongHardware);
    }

    [Fact]
    public void An_image_that_was_not_made_for_the_hardware_is_refused()
    {
        Describe(Image, "brake 2.0", 8, "brk-b");
        Refused(RefusalReason.WrongHardware);
    }

    [Theory]
    [InlineData(6L)]
    [InlineData(null)]
    public void A_release_that_is_lower_than_what_is_installed_is_refused_though_both_repositories_name_it(long? counter)
    {
        Assign(Image, "brake 2.0", counter, ("BRK-1", "brk"));
        Describe(Image, "brake 2.0", counter, "brk");
        Refused(RefusalReason.LowerReleaseCounter);
        Partial().Should().Contain(RefusalReason.LowerReleaseCounter);
    }

    [Fact]
    public void The_release_that_is_installed_may_be_installed_again()
    {
        Assign(Image, "brake 2.0", 7, ("BRK-1", "brk"));
        Describe(Image, "brake 2.0", 7, "brk");
        Check().Should().BeOfType<FullResult.Verified>();
    }

    [Fact]
    public void An_image_that_the_Image_repository_does_not_know_is_refused()
    {
        _image.Targets.Clear();
        Refused(RefusalReason.UnknownImage);
    }

    [Theory]
    [InlineData("brake 2.1", 8L)]
    [InlineData("brake 2.0 and more", 8L)]
    [InlineData("brake 2.0", 9L)]
    [InlineData("brake 2.0", null)]
    public void An_image_that_the_repositories_describe_differently_is_refused(string content, long? counter)
    {
        Describe(Image, content, counter, "brk");
        Refused(RefusalReason.RepositoriesDiffer);
    }

    [Fact]
    public void Repositories_without_a_hash_in_common_do_not_agree()
    {
        byte[] content = "brake 2.0"u8.ToArray();
        FileHashes both = FileHashes.Of(content);
        _director.Targets[TestRepository.Path(Image)] = _director.Targets[TestRepository.Path(Image)] with { Hashes = FileHashes.TryMake(both.Sha256, null)! };
        Check().Should().BeOfType<FullResult.Verified>("one hash in common is enough");
        _image.Targets[TestRepository.Path(Image)] = _image.Targets[TestRepository.Path(Image)] with { Hashes = FileHashes.TryMake(null, both.Sha512)! };
        Refused(RefusalReason.RepositoriesDiffer);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"ecuIdentifiers":{}}""")]
    [InlineData("""{"ecuIdentifiers":[]}""")]
    [InlineData("""{"ecuIdentifiers":{"BRK-1":{}}}""")]
    [InlineData("""{"ecuIdentifiers":{"BRK 1":{"hardwareId":"brk"}}}""")]
    [InlineData("""{"ecuIdentifiers":{"BRK-1":{"hardwareId":"br k"}}}""")]
    [InlineData("""{"ecuIdentifiers":{"BRK-1":{"hardwareId":"brk"}},"releaseCounter":-1}""")]
    [InlineData("""{"ecuIdentifiers":{"BRK-1":{"hardwareId":"brk"}},"releaseCounter":"8"}""")]
    public void An_image_of_the_Director_must_say_who_installs_it(string custom)
    {
        _director.Targets[TestRepository.Path(Image)] = TestRepository.Entry("brake 2.0", Parse(custom));
        Refused(RefusalReason.Malformed);
        Partial().Should().Contain(RefusalReason.Malformed);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"hardwareIds":[]}""")]
    [InlineData("""{"hardwareIds":["brk",1]}""")]
    [InlineData("""{"hardwareIds":"brk"}""")]
    [InlineData("""{"hardwareIds":["brk"],"releaseCounter":true}""")]
    public void An_image_of_the_Image_repository_must_say_what_it_was_made_for(string custom)
    {
        _image.Targets[TestRepository.Path(Image)] = TestRepository.Entry("brake 2.0", Parse(custom));
        Refused(RefusalReason.Malformed);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        _director.Extra = JsonObject.Empty;
        _director.Delegations.Add(new TestDelegation("helper", "x/*"));
        Assign(Image, "brake 2.0", 1, ("BRK-1", "gw"), ("XXX", "brk"));
        Refused().Select(refusal => refusal.Reason).Should().BeEquivalentTo(
        [
            RefusalReason.DirectorDelegates, RefusalReason.WrongVehicle, RefusalReason.WrongHardware,
            RefusalReason.LowerReleaseCounter, RefusalReason.UnknownEcu,
        ]);
    }

    [Fact]
    public void The_smallest_ECU_finds_what_it_shall_install_in_one_file()
    {
        _director.PublishContent();
        PartialVerification.Check(DirectorFile(), Ring(), 1, TestRepository.Now, _brake, out AssignedImage? image).Should().BeEmpty();
        image!.Path.Value.Should().Be(Image);
        PartialVerification.Check(DirectorFile(), Ring(), 1, TestRepository.Now, _gateway, out image).Should().BeEmpty();
        image.Should().BeNull("nothing is said of the gateway");
    }

    [Fact]
    public void The_smallest_ECU_checks_signature_version_and_expiry()
    {
        _director.PublishContent();
        Reasons(DirectorFile(), 2, TestRepository.Now).Should().Equal(RefusalReason.Rollback);
        Reasons(DirectorFile(), 1, TestRepository.Now.AddYears(1)).Should().Equal(RefusalReason.Expired);
        Reasons([1], 1, TestRepository.Now).Should().Equal(RefusalReason.Malformed);
        _director.Signers[MetadataRole.Targets] = [TestKeys.P256("stranger")];
        _director.PublishContent();
        Reasons(DirectorFile(), 1, TestRepository.Now).Should().Equal(RefusalReason.BelowThreshold);

        IEnumerable<RefusalReason> Reasons(byte[] file, long earlier, DateTimeOffset time) =>
            PartialVerification.Check(file, Ring(), earlier, time, _brake, out _).Select(refusal => refusal.Reason);
    }

    private static EcuState Ecu(string serial, string hardware, long counter) => new(EcuSerial.TryParse(serial)!, Hardware(hardware), counter);

    private static HardwareId Hardware(string id) => HardwareId.TryParse(id)!;

    private static JsonObject Parse(string text) =>
        (JsonObject)StrictJson.TryRead(System.Text.Encoding.UTF8.GetBytes(text), new JsonLimits(), out _)!;

    private void Assign(string path, string content, long? counter, params (string Serial, string Hardware)[] ecus) =>
        _director.Targets[TestRepository.Path(path)] = TestRepository.Entry(
            content, new DirectorCustom(ecus.ToDictionary(ecu => EcuSerial.TryParse(ecu.Serial)!, ecu => Hardware(ecu.Hardware)), counter).ToJson());

    private void Describe(string path, string content, long? counter, params string[] hardware) =>
        _image.Targets[TestRepository.Path(path)] = TestRepository.Entry(content, new ImageCustom([.. hardware.Select(Hardware)], counter).ToJson());

    private FullResult Check()
    {
        _director.PublishContent();
        _image.PublishContent();
        TrustedSet director = TestClient.Trusted(_director);
        TrustedSet image = TestClient.Trusted(_image);
        while (FullVerification.Check(director, image, Vid, [_gateway, _brake]) is var result)
        {
            if (result is not FullResult.Needs needs) return result;
            RefreshMachine.Apply(image, needs.File, _image.Files[needs.File.FileName], out image).Should().BeNull();
        }

        throw new InvalidOperationException("A verification has a result.");
    }

    private IReadOnlyList<Refusal> Refused() => Check().Should().BeOfType<FullResult.Refused>().Which.Refusals;

    private void Refused(RefusalReason reason) => Refused().Select(refusal => refusal.Reason).Distinct().Should().Equal(reason);

    private IEnumerable<RefusalReason> Partial()
    {
        _director.PublishContent();
        return PartialVerification.Check(DirectorFile(), Ring(), 0, TestRepository.Now, _brake, out _).Select(refusal => refusal.Reason);
    }

    private byte[] DirectorFile() => _director.Files[RepositoryFiles.Targets(_director.Versions[MetadataRole.Targets], RoleName.Targets)];

    // The keys of the first root, as an ECU was built with them.
    private KeyRing Ring()
    {
        RefreshMachine.Start(_director.Files["1.root.json"], MetadataDialect.Tuf, MetadataLimits.Default, TestRepository.Now, out TrustedSet? set);
        return set!.Root.Metadata.RingOf(MetadataRole.Targets);
    }
}
