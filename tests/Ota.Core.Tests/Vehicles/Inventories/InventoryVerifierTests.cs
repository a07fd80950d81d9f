using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;

namespace Ota.Core.Tests.Vehicles.Inventories;

public sealed class InventoryVerifierTests
{
    private static readonly Vid Car = Vid.TryParse("00112233445566778899aabbccddeeff")!.Value;
    private static readonly Vid OtherCar = Vid.TryParse("ff112233445566778899aabbccddeeff")!.Value;
    private static readonly byte[] CarBytes = Convert.FromHexString(Car.Value);

    private readonly SigningEcu _gateway = SigningEcu.Primary();
    private readonly SigningEcu _battery = SigningEcu.Secondary("bms");
    private readonly SigningEcu _lamp = new("lamp", EcuRole.Secondary, null);

    [Fact]
    public void An_inventory_under_all_its_signatures_is_proof()
    {
        InventoryVerdict.Proven proven = Proven(Verify(_gateway.Inventory(Car, 7, _battery, _lamp)));
        proven.Counter.Should().Be(7);
        proven.PrimaryKey.Should().Be(Convert.ToHexStringLower(SHA256.HashData(_gateway.PublicKey)));
        proven.Ecus.Select(ecu => (ecu.Serial.Value, ecu.Image, ecu.Length, ecu.NewKey.Length)).Should().BeEquivalentTo(
            new[] { _gateway, _battery, _lamp }.Select(ecu => (ecu.Serial, ecu.Software, 1_000_000L, 0)));
    }

    [Fact]
    public void An_RSA_key_signs_with_PSS()
    {
        SigningEcu gateway = _gateway with { Key = RSA.Create(2048) };
        Proven(Verify(gateway.Inventory(Car, 1), gateway.Registered()));
        byte[] content = "x"u8.ToArray();
        byte[] old = ((RSA)gateway.Key!).SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        EcuSignature.Verifies(gateway.PublicKey, content, old).Should().BeFalse("PKCS #1 v1.5 is not the scheme");
    }

    [Fact]
    public void Keys_of_other_kinds_have_signed_nothing()
    {
        byte[] content = "x"u8.ToArray();
        using ECDsa wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] signature = wide.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        EcuSignature.Verifies(wide.ExportSubjectPublicKeyInfo(), content, signature).Should().BeFalse();
        using RSA small = RSA.Create(1024);
        EcuSignature.Verifies(small.ExportSubjectPublicKeyInfo(), content, small.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))
            .Should().BeFalse();
        EcuSignature.Verifies([0x30, 0x00], content, signature).Should().BeFalse();
        EcuSignature.Verifies(default, content, signature).Should().BeFalse();
        EcuSignature.Verifies([.. _gateway.PublicKey, 0], content, _gateway.Sign(ByteString.CopyFrom(content)).Value.Span).Should().BeFalse();
    }

    [Fact]
    public void Every_changed_byte_is_refused()
    {
        byte[] signed = _gateway.Inventory(Car, 7, _battery with { ShowsKey = true }, _lamp);
        Proven(Verify(signed));
        for (int i = 0; i < signed.Length; i++)
        {
            byte[] changed = [.. signed];
            changed[i] ^= (byte)(1 << (i % 8));
            Verify(changed).Should().BeOfType<InventoryVerdict.Refused>($"bit {i % 8} of byte {i} was changed");
        }
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        byte[] signed = _gateway.Inventory(Car, 7, _battery, _lamp);
        for (int length = 0; length < signed.Length; length++)
            Verify(signed.AsMemory(0, length)).Should().BeOfType<InventoryVerdict.Refused>($"only {length} bytes are left");
    }

    [Fact]
    public void No_bytes_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            Verify(bytes).Should().BeOfType<InventoryVerdict.Refused>();
            // The same inside of what is signed by the right key.
            SignedInventory sealedUp = new() { Inventory = ByteString.CopyFrom(bytes), Signature = _gateway.Sign(ByteString.CopyFrom(bytes)) };
            Verify(sealedUp.ToByteArray()).Should().BeOfType<InventoryVerdict.Refused>();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_is_good_for_no_other_vehicle()
    {
        byte[] signed = _gateway.Inventory(Car, 7);
        Problems(InventoryVerifier.Verify(signed, OtherCar, [_gateway.Registered()])).Should().Equal(
            (InventoryProblemKind.OtherVehicle, ""), (InventoryProblemKind.OtherVehicle, "gw"));
    }

    [Fact]
    public void A_report_made_for_another_vehicle_is_refused()
    {
        Inventory inventory = New(_gateway);
        inventory.Reports.Add(_battery.Signed(Convert.FromHexString(OtherCar.Value)));
        Problems(Verify(_gateway.Seal(inventory), _gateway.Registered(), _battery.Registered())).Should().Equal((InventoryProblemKind.OtherVehicle, "bms"));
    }

    [Fact]
    public void Each_ECU_is_there_once_and_no_other()
    {
        RegisteredEcu[] both = [_gateway.Registered(), _battery.Registered()];
        Problems(Verify(_gateway.Inventory(Car, 1), both)).Should().Equal((InventoryProblemKind.MissingEcu, "bms"));
        Problems(Verify(_gateway.Inventory(Car, 1, _battery, _battery), both)).Should().Equal((InventoryProblemKind.RepeatedEcu, "bms"));
        Problems(Verify(_gateway.Inventory(Car, 1, _battery, _lamp), both)).Should().Equal((InventoryProblemKind.UnknownEcu, "lamp"));
        Problems(Verify(_gateway.Inventory(Car, 1, _battery with { Hardware = "hw-2" }), both)).Should().Equal((InventoryProblemKind.OtherHardware, "bms"));
        Problems(Verify(_gateway.Inventory(Car, 1, _battery with { Role = EcuRole.Primary }), both)).Should().Equal((InventoryProblemKind.OtherHardware, "bms"));
    }

    [Fact]
    public void An_ECU_with_a_key_signs_with_it()
    {
        RegisteredEcu[] both = [_gateway.Registered(), _battery.Registered()];
        SigningEcu impostor = SigningEcu.Secondary("bms");
        Problems(Verify(_gateway.Inventory(Car, 1, _battery with { Key = null }), both)).Should().Equal((InventoryProblemKind.NotSigned, "bms"));
        Problems(Verify(_gateway.Inventory(Car, 1, impostor), both)).Should().Equal((InventoryProblemKind.UnexpectedKey, "bms"));
        Problems(Verify(_gateway.Inventory(Car, 1, impostor with { ShowsKey = true }), both)).Should().Equal((InventoryProblemKind.UnexpectedKey, "bms"));
    }

    [Fact]
    public void A_key_id_alone_proves_nothing()
    {
        SigningEcu impostor = SigningEcu.Secondary("bms");
        Inventory inventory = New(_gateway);
        SignedEcuReport stolen = impostor.Signed(CarBytes);
        stolen.Signature.KeyId = ByteString.CopyFrom(EcuSignature.KeyIdOf(_battery.PublicKey));
        inventory.Reports.Add(stolen);
        Problems(Verify(_gateway.Seal(inventory), _gateway.Registered(), _battery.Registered())).Should().Equal((InventoryProblemKind.BadSignature, "bms"));
    }

    [Fact]
    public void The_primary_signs_all_of_it()
    {
        RegisteredEcu[] both = [_gateway.Registered(), _battery.Registered()];
        Inventory inventory = New(_gateway);
        inventory.Reports.Add(_battery.Signed(CarBytes));
        Problems(Verify(_battery.Seal(inventory), both)).Should().Equal((InventoryProblemKind.UnexpectedKey, ""));
        SignedInventory bare = new() { Inventory = inventory.ToByteString() };
        Problems(Verify(bare.ToByteArray(), both)).Should().Equal((InventoryProblemKind.NotSigned, ""));
    }

    [Fact]
    public void Without_a_registered_key_of_the_primary_nothing_is_proven()
    {
        SigningEcu keyless = _gateway with { Key = null };
        Verify(keyless.Inventory(Car, 1), keyless.Registered()).Should().BeOfType<InventoryVerdict.Unproven>();
        Verify(_gateway.Inventory(Car, 1), keyless.Registered()).Should().BeOfType<InventoryVerdict.Refused>("a key that it does not show");
        Verify((_gateway with { ShowsKey = true }).Inventory(Car, 1), keyless.Registered()).Should().BeOfType<InventoryVerdict.Unproven>(
            "the first key of a primary comes from the plant or a workshop");
        Verify(_battery.Inventory(Car, 1), _battery.Registered()).Should().BeOfType<InventoryVerdict.Unproven>("there is no primary");
    }

    [Fact]
    public void A_first_key_of_a_secondary_and_an_unlocked_one_are_taken_when_they_are_shown()
    {
        SigningEcu first = SigningEcu.Secondary("lamp") with { ShowsKey = true };
        Proven(Verify(_gateway.Inventory(Car, 1, first), _gateway.Registered(), _lamp.Registered()))
            .Ecus.Single(ecu => ecu.Serial.Value == "lamp").NewKey.ToArray().Should().Equal(first.PublicKey);

        SigningEcu replaced = SigningEcu.Secondary("bms") with { ShowsKey = true };
        Proven(Verify(_gateway.Inventory(Car, 1, replaced), _gateway.Registered(), _battery.Registered(isUnlocked: true)))
            .Ecus.Single(ecu => ecu.Serial.Value == "bms").NewKey.ToArray().Should().Equal(replaced.PublicKey);
        Proven(Verify(_gateway.Inventory(Car, 1, _battery), _gateway.Registered(), _battery.Registered(isUnlocked: true)))
            .Ecus.Single(ecu => ecu.Serial.Value == "bms").NewKey.IsEmpty.Should().BeTrue("the unlock is not used yet");
    }

    [Fact]
    public void A_replaced_primary_signs_everything_with_its_new_key()
    {
        SigningEcu replaced = SigningEcu.Primary() with { ShowsKey = true };
        Proven(Verify(replaced.Inventory(Car, 1), _gateway.Registered(isUnlocked: true)))
            .PrimaryKey.Should().Be(Convert.ToHexStringLower(SHA256.HashData(replaced.PublicKey)));
        Inventory inventory = New(replaced);
        Problems(Verify(_gateway.Seal(inventory), _gateway.Registered(isUnlocked: true))).Should().Equal((InventoryProblemKind.UnexpectedKey, ""));
        Verify(replaced.Inventory(Car, 1), _gateway.Registered()).Should().BeOfType<InventoryVerdict.Refused>("nobody has allowed it");
    }

    [Fact]
    public void Values_that_no_inventory_has_are_malformed()
    {
        Problems(Verify(_gateway.Inventory(Car, 0), _gateway.Registered())).Should().Equal((InventoryProblemKind.Malformed, ""));
        Problems(Verify(_gateway.Inventory(Car, ulong.MaxValue), _gateway.Registered())).Should().Equal((InventoryProblemKind.Malformed, ""));
        Problems(Verify((_gateway with { Image = "" }).Inventory(Car, 1), _gateway.Registered())).Should().Contain((InventoryProblemKind.Malformed, ""));
        Problems(Verify((_gateway with { Serial = "a b" }).Inventory(Car, 1), _gateway.Registered())).Should().Contain((InventoryProblemKind.Malformed, ""));
        SigningEcu[] crowd = [.. Enumerable.Repeat(_lamp, Ecu.MaxPerVehicle)];
        Problems(Verify(_gateway.Inventory(Car, 1, crowd), _gateway.Registered())).Should().Equal((InventoryProblemKind.Malformed, ""));
        Problems(Verify(new byte[InventoryVerifier.MaxSize + 1])).Should().Equal((InventoryProblemKind.Malformed, ""));
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over_where_they_are_signed()
    {
        // Field 100, a varint.
        ByteString content = ByteString.CopyFrom([.. New(_gateway).ToByteArray(), 0xA0, 0x06, 0x01]);
        SignedInventory later = new() { Inventory = content, Signature = _gateway.Sign(content) };
        Proven(Verify(later.ToByteArray(), _gateway.Registered()));
        Verify(new byte[][] { later.ToByteArray(), [0xA0, 0x06, 0x01] }.SelectMany(part => part).ToArray(), _gateway.Registered())
            .Should().BeOfType<InventoryVerdict.Refused>();
    }

    [Fact]
    public void The_reader_uses_the_numbers_of_the_schema()
    {
        Signature.Descriptor.FindFieldByName("public_key").FieldNumber.Should().Be(InventoryFields.PublicKey);
        SignedInventory.Descriptor.FindFieldByName("signature").FieldNumber.Should().Be(InventoryFields.Signature);
        SignedEcuReport.Descriptor.FindFieldByName("report").FieldNumber.Should().Be(InventoryFields.Content);
        Inventory.Descriptor.FindFieldByName("reports").FieldNumber.Should().Be(InventoryFields.Reports);
        Inventory.Descriptor.FindFieldByName("nonce").FieldNumber.Should().Be(InventoryFields.InventoryNonce);
        EcuReport.Descriptor.FindFieldByName("sha256").FieldNumber.Should().Be(InventoryFields.Digest);
        EcuReport.Descriptor.FindFieldByName("nonce").FieldNumber.Should().Be(InventoryFields.ReportNonce);
    }

    private static Inventory New(SigningEcu primary) => new()
    {
        Vid = ByteString.CopyFrom(CarBytes),
        Counter = 1,
        Reports = { primary.Signed(CarBytes) },
    };

    private static InventoryVerdict.Proven Proven(InventoryVerdict verdict)
    {
        if (verdict is InventoryVerdict.Refused refused) refused.Problems.Should().BeEmpty();
        return verdict.Should().BeOfType<InventoryVerdict.Proven>().Subject;
    }

    private static IEnumerable<(InventoryProblemKind, string)> Problems(InventoryVerdict verdict) =>
        verdict.Should().BeOfType<InventoryVerdict.Refused>().Subject.Problems.Select(problem => (problem.Kind, problem.Ecu));

    private InventoryVerdict Verify(ReadOnlyMemory<byte> signed, params RegisteredEcu[] ecus) =>
        InventoryVerifier.Verify(signed, Car, ecus.Length > 0 ? ecus : [_gateway.Registered(), _battery.Registered(), _lamp.Registered()]);
}
