using System.Data.Common;
using System.Security.Cryptography;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Server.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Vehicles;

/// <summary>What a database finds by a filter is what the evaluator says, on random fleets.</summary>
public abstract class FilterSqlSuite : StoreSuite
{
    // Few values that many share, with all that means something in a pattern of one of the languages.
    private static readonly string[] Texts = ["", "a", "A", "ab", "a*b", "a%b", "a_b", "a?b", "[a]", "a\\b", "\"", "é", "e-Up", "aab"];
    private static readonly string[] Codes = ["1ZA", "1za", "PR7", "PR77"];
    private static readonly string[] Tags = ["depot", "t"];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task SQL_and_evaluator_agree()
    {
        const int seed = 20260301;
        Random chance = new(seed);
        Vehicle[] fleet = [.. Enumerable.Range(0, 60).Select(_ => RandomVehicle(chance))];
        await AddAsync(fleet);
        VehicleStore store = new(Database);
        for (int i = 0; i < 300; i++)
        {
            FilterNode filter = RandomFilter(chance, 4, isEcu: false);
            IReadOnlyList<ListedVehicle> found = await store.ListAsync(filter, 0, 1000, default);
            string[] expected = [.. fleet.Where(vehicle => FilterEvaluator.Matches(filter, vehicle)).Select(vehicle => vehicle.Vid.Value)];
            found.Select(listed => listed.Vehicle.Vid.Value).Should().Equal(expected, "of {0} (seed {1}, round {2})", filter, seed, i);
            (await store.CountAsync(filter, default)).Should().Be(expected.Length);
        }
    }

    [Fact]
    public async Task A_filter_at_its_limits_is_still_a_statement()
    {
        await AddAsync([RandomVehicle(new Random(1))]);
        VehicleStore store = new(Database);
        string many = string.Join(" OR ", Enumerable.Range(0, FilterParser.MaxComparisons).Select(i => $"ecus.serial = x{i}"));
        string deep = string.Concat(Enumerable.Repeat("NOT ", FilterParser.MaxDepth)) + "year > 3000";
        (await store.CountAsync(FilterParser.TryParse(many, out _)!, default)).Should().Be(0);
        (await store.CountAsync(FilterParser.TryParse(deep, out _)!, default)).Should().Be(0);
        (await store.CountAsync(FilterParser.TryParse("model = \"x' OR 1 = 1 --\"", out _)!, default)).Should().Be(0);
    }

    private async Task AddAsync(IReadOnlyList<Vehicle> fleet)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await using DbTransaction transaction = await Database.BeginWriteAsync(connection, default);
        await new VehicleInserts(Database, connection, 1, default).AddAsync(fleet);
        await transaction.CommitAsync();
    }

    private static Vehicle RandomVehicle(Random chance)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        return new Vehicle
        {
            Vid = Vid.Create(random),
            Model = Pick(chance, Texts),
            Year = chance.Next(4) == 0 ? 0 : chance.Next(2018, 2022),
            Plant = Pick(chance, Texts),
            Market = Pick(chance, ["", "DE", "FR"]),
            Trim = Pick(chance, Texts),
            Powertrain = Pick(chance, Texts),
            Status = (VehicleStatus)chance.Next(1, 6),
            StatusReason = Pick(chance, Texts),
            Registered = Start.AddHours(chance.Next(4)),
            Changed = Start.AddHours(chance.Next(4)),
            Tenure = chance.Next(1, 4),
            Options = [.. Codes.Where(_ => chance.Next(2) == 0)],
            Rxswins = [.. Texts[1..4].Where(_ => chance.Next(2) == 0)],
            Tags = Tags.Where(_ => chance.Next(2) == 0).ToDictionary(tag => tag, _ => Pick(chance, Texts)),
            Ecus = [.. Enumerable.Range(0, chance.Next(4)).Select(i => new Ecu(
                EcuSerial.TryParse($"s{i}")!, HardwareId.TryParse(Pick(chance, ["gw", "bms"]))!, (EcuRole)chance.Next(1, 3), "",
                new SoftwareImage(Pick(chance, ["", "fw"]), Pick(chance, ["1.0", "2.0"]), ""), SoftwareImage.None))],
        };
    }

    private static FilterNode RandomFilter(Random chance, int size, bool isEcu)
    {
        FilterNode Deeper() => RandomFilter(chance, size - 1, isEcu);
        if (size == 0) return RandomComparison(chance, isEcu);
        return chance.Next(isEcu ? 4 : 6) switch
        {
            0 => new FilterNode.Not(Deeper()),
            1 => new FilterNode.And(Deeper(), Deeper()),
            2 => new FilterNode.Or(Deeper(), Deeper()),
            4 => new FilterNode.AnyEcu(RandomFilter(chance, size - 1, isEcu: true)),
            5 => new FilterNode.HasTag(Pick(chance, Tags)),
            _ => RandomComparison(chance, isEcu),
        };
    }

    private static FilterNode RandomComparison(Random chance, bool isEcu)
    {
        FilterField field = Pick(chance, [.. (isEcu ? FilterField.OfEcu : FilterField.OfVehicle).Values]);
        FilterOperator equality = (FilterOperator)chance.Next(2);
        return field.Kind switch
        {
            FilterKind.Word => new FilterNode.WordIs(field, equality, Pick(chance, [.. field.Words!])),
            FilterKind.Number => new FilterNode.NumberIs(field, (FilterOperator)chance.Next(6), field.Name == "year" ? chance.Next(2017, 2023) : chance.Next(5)),
            FilterKind.Time => new FilterNode.TimeIs(field, (FilterOperator)chance.Next(2, 6), Start.AddHours(chance.Next(5))),
            _ => new FilterNode.TextIs(field, field == FilterField.Tags ? Pick(chance, Tags) : "", equality, RandomPattern(chance)),
        };
    }

    private static TextPattern RandomPattern(Random chance)
    {
        string[] values = [.. Texts, .. Codes, "gw", "fw", "1.0", "s1", "DE"];
        if (chance.Next(2) == 0) return TextPattern.Exactly(Pick(chance, values));
        string text = Pick(chance, values);
        int cut = chance.Next(text.Length + 1);
        return TextPattern.Of([text[..cut], .. chance.Next(2) == 0 ? new[] { "b" } : [], text[cut..]]);
    }

    private static T Pick<T>(Random chance, T[] values) => values[chance.Next(values.Length)];
}

public sealed class SqliteFilterSqlTests : FilterSqlSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresFilterSqlTests(PostgresServer server) : FilterSqlSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
