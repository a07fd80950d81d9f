using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Vehicles;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Server.Tests.Vehicles;
using Ota.Server.Vehicles;
using Ota.Server.Vehicles.Enrolment;
using Ota.Testing;

namespace Ota.Server.Tests.Enrolment;

public abstract class EnrolmentStoreSuite : StoreSuite
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private int _issued;

    private EnrolmentStore Store => new(Database, _time);

    [Fact]
    public async Task A_claim_is_good_once()
    {
        await RegisterAsync(2);
        ClaimRow claim = await ClaimAsync(1);
        (await Store.FindClaimAsync(claim.Id, default)).Should().BeEquivalentTo(claim);
        (await Store.EnrolAsync(claim, Issue, default)).Should().Be((EnrolmentOutcome.Enrolled, 0));
        (await Store.EnrolAsync(claim, Issue, default)).Should().Be((EnrolmentOutcome.SpentClaim, 0));
        (await CertificatesAsync()).Should().ContainSingle().Which.IsUsable(_time.GetUtcNow()).Should().BeTrue();
        (await KindsAsync(1)).Should().Equal(VehicleEventKind.Registered, VehicleEventKind.Enrolled);
    }

    [Fact]
    public async Task Of_many_who_show_one_claim_at_the_same_time_one_enrols()
    {
        await RegisterAsync(1);
        ClaimRow claim = await ClaimAsync(1);
        (EnrolmentOutcome Outcome, int)[] all =
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Store.EnrolAsync(claim, Issue, default))));
        all.Should().ContainSingle(one => one.Outcome == EnrolmentOutcome.Enrolled);
        (await CertificatesAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_claim_ends_by_its_time_by_a_newer_one_and_by_revocation()
    {
        await RegisterAsync(2);
        ClaimRow late = await ClaimAsync(1);
        _time.Advance(TimeSpan.FromDays(1));
        (await Store.EnrolAsync(late, Issue, default)).Outcome.Should().Be(EnrolmentOutcome.SpentClaim);
        ClaimRow replaced = await ClaimAsync(1);
        ClaimRow newer = await ClaimAsync(1);
        ClaimRow other = await ClaimAsync(2);
        (await Store.EnrolAsync(replaced, Issue, default)).Outcome.Should().Be(EnrolmentOutcome.SpentClaim);
        (await Store.RevokeAsync(1, "lost", "anna", default)).Should().Be((0, 1));
        (await Store.EnrolAsync(newer, Issue, default)).Outcome.Should().Be(EnrolmentOutcome.SpentClaim);
        (await Store.EnrolAsync(other, Issue, default)).Outcome.Should().Be(EnrolmentOutcome.Enrolled);
    }

    [Fact]
    public async Task A_vehicle_is_revoked_while_it_had_certificates_and_none_is_good()
    {
        await RegisterAsync(2);
        string[] vids = [.. (await Store.FindVehiclesAsync([], [1, 2], default)).OrderBy(vehicle => vehicle.Number).Select(vehicle => vehicle.Vid)];
        (await Store.IsRevokedAsync(vids[0], default)).Should().BeFalse("it never had one");
        await Store.EnrolAsync(await ClaimAsync(1), Issue, default);
        await Store.EnrolAsync(await ClaimAsync(2), Issue, default);
        (await Store.IsRevokedAsync(vids[0], default)).Should().BeFalse();
        await Store.RevokeAsync(1, "lost", "anna", default);
        (await Store.IsRevokedAsync(vids[0], default)).Should().BeTrue();
        (await Store.RevokedVehiclesAsync(9).ToListAsync()).Should().Equal(vids[0]);
        await Store.EnrolAsync(await ClaimAsync(1), Issue, default);
        (await Store.IsRevokedAsync(vids[0], default)).Should().BeFalse();
        (await Store.RevokedVehiclesAsync(9).ToListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_failure_while_issuing_leaves_the_claim_good()
    {
        await RegisterAsync(1);
        ClaimRow claim = await ClaimAsync(1);
        await FluentActions.Awaiting(() => Store.EnrolAsync(claim, _ => throw new CryptographicException("no key"), default))
            .Should().ThrowAsync<CryptographicException>();
        (await CertificatesAsync()).Should().BeEmpty();
        (await Store.EnrolAsync(claim, Issue, default)).Outcome.Should().Be(EnrolmentOutcome.Enrolled);
    }

    [Fact]
    public async Task A_renewal_ends_all_certificates_but_the_one_that_it_was_made_with()
    {
        await RegisterAsync(1);
        await Store.EnrolAsync(await ClaimAsync(1), Issue, default);
        string first = (await CertificatesAsync())[0].Fingerprint;
        TimeSpan pause = TimeSpan.FromMinutes(1);
        (await Store.RenewAsync(first, pause, Issue, default)).Should().Be((EnrolmentOutcome.TooEarly, 0));
        foreach (int ended in new[] { 0, 1 })
        {
            _time.Advance(pause);
            (await Store.RenewAsync(first, pause, Issue, default)).Should().Be((EnrolmentOutcome.Enrolled, ended));
        }
        (await CertificatesAsync()).Count(row => row.Revoked is null).Should().Be(2);
        (await Store.RenewAsync("unknown", pause, Issue, default)).Should().Be((EnrolmentOutcome.BadCertificate, 0));
        await Store.RevokeAsync(1, "lost", "anna", default);
        _time.Advance(pause);
        (await Store.RenewAsync(first, pause, Issue, default)).Should().Be((EnrolmentOutcome.BadCertificate, 0));
    }

    [Fact]
    public async Task A_vehicle_that_enrols_anew_loses_its_earlier_certificates()
    {
        await RegisterAsync(1);
        await Store.EnrolAsync(await ClaimAsync(1), Issue, default);
        (await Store.EnrolAsync(await ClaimAsync(1), Issue, default)).Should().Be((EnrolmentOutcome.Enrolled, 1));
        (await CertificatesAsync()).Select(row => row.Revoked is null).Should().BeEquivalentTo([true, false]);
        (await Store.RevokedSinceAsync(_time.GetUtcNow(), default)).Should().ContainSingle().Which.Others.Should().Be(1);
        (await KindsAsync(1)).Should().Equal(
            VehicleEventKind.Registered, VehicleEventKind.Enrolled, VehicleEventKind.Revoked, VehicleEventKind.Enrolled);
    }

    [Theory]
    [InlineData(VehicleStatus.Scrapped)]
    [InlineData(VehicleStatus.Exported)]
    [InlineData(VehicleStatus.Stolen)]
    [InlineData(VehicleStatus.Removed)]
    public async Task A_vehicle_that_is_not_active_has_neither_certificate_nor_claim(VehicleStatus status)
    {
        await RegisterAsync(1);
        await Store.EnrolAsync(await ClaimAsync(1), Issue, default);
        ClaimRow open = await ClaimAsync(1);
        await new VehicleChanges(Database, _time).SetStatusAsync(1, status, "gone", "anna", default);
        (await CertificatesAsync()).Should().ContainSingle().Which.Revoked.Should().Be(_time.GetUtcNow().ToUnixTimeMilliseconds());
        (await Store.EnrolAsync(open, Issue, default)).Outcome.Should().Be(EnrolmentOutcome.SpentClaim);
        ClaimRow after = await ClaimAsync(1);
        (await Store.EnrolAsync(after, Issue, default)).Outcome.Should().Be(EnrolmentOutcome.VehicleNotActive);
    }

    [Fact]
    public async Task What_is_good_is_known_in_memory_and_a_revocation_elsewhere_arrives()
    {
        await RegisterAsync(1);
        await Store.EnrolAsync(await ClaimAsync(1), Issue, default);
        FleetCertificates here = new(Store, _time);
        await here.LoadAsync();
        here.Keep(FingerprintOf(1), isGood: true).Should().BeTrue();
        await Store.RevokeAsync(1, "lost", "another server", default);
        await here.RefreshAsync(default);
        here.Keep(FingerprintOf(1), isGood: true).Should().BeFalse("a revocation is final");
        here.TakeEnded().Should().ContainSingle();
        here.TakeEnded().Should().BeEmpty();
        await here.RefreshAsync(default);
        here.TakeEnded().Should().ContainSingle("a connection may have come in while the vehicle was revoked");
        _time.Advance(TimeSpan.FromHours(1));
        await here.RefreshAsync(default);
        await here.RefreshAsync(default);
        here.TakeEnded().Should().ContainSingle("only the first of both looks back so far");
        await here.RefreshAsync(default);
        here.TakeEnded().Should().BeEmpty();
    }

    [Fact]
    public async Task Secrets_and_VINs_are_in_no_table_of_enrolment()
    {
        await RegisterAsync(1);
        FactoryClaim claim = FactoryClaim.Create(_random);
        await Store.AddClaimsAsync([Row(claim, 1)], default);
        await Store.EnrolAsync(Row(claim, 1), Issue, default);
        (await TableText.TablesWithAsync(Database, claim.Reveal()[^64..])).Should().BeEmpty();
        (await TableText.TablesWithAsync(Database, Fleet.VinOf(1))).Should().Equal("vins");
    }

    private static string FingerprintOf(int number) => $"{number:x64}";

    private CertificateRow Issue(Vid vid) => new()
    {
        Fingerprint = FingerprintOf(Interlocked.Increment(ref _issued)),
        Issued = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        Expires = _time.GetUtcNow().AddDays(730).ToUnixTimeMilliseconds(),
    };

    private async Task<ClaimRow> ClaimAsync(long vehicle)
    {
        ClaimRow row = Row(FactoryClaim.Create(_random), vehicle);
        await Store.AddClaimsAsync([row], default);
        return row;
    }

    private ClaimRow Row(FactoryClaim claim, long vehicle) => new()
    {
        Id = claim.Id,
        Vehicle = vehicle,
        SecretHash = claim.HashOfSecret(),
        Operator = "plant",
        Created = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        Expires = _time.GetUtcNow().AddHours(12).ToUnixTimeMilliseconds(),
    };

    private async Task<List<CertificateRow>> CertificatesAsync()
    {
        List<CertificateRow> all = [];
        await foreach (CertificateRow row in Store.CertificatesAsync(100)) all.Add(row);
        return all;
    }

    private async Task<IEnumerable<VehicleEventKind>> KindsAsync(long vehicle) =>
        (await new VehicleStore(Database).EventsAsync(vehicle, 0, 100, default)).Select(happened => happened.Kind);

    private async Task RegisterAsync(int count)
    {
        await using VinDirectory vins = new(Database, _time, _random, NullLogger<VinDirectory>.Instance);
        ImportBatch batch = new() { LastLine = count };
        for (int line = 1; line <= count; line++)
            batch.Vehicles.Add(new ImportRowReader(line, batch.Problems).Read(Fleet.Car(line), Vid.Create(_random), _time.GetUtcNow())!);
        await new ImportStore(Database, vins, _time).TryApplyAsync("i", "anna", null, batch, default);
    }
}

public sealed class SqliteEnrolmentStoreTests : EnrolmentStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresEnrolmentStoreTests(PostgresServer server) : EnrolmentStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
