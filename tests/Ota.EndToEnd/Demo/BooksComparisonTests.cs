using Ota.Simulator.Demo.Books;
using Ota.Simulator.Fleet.Running;

namespace Ota.EndToEnd.Demo;

/// <summary>Books that are not true are told apart from those that are, with a sentence for each thing.</summary>
public sealed class BooksComparisonTests
{
    private static readonly HashSet<string> Signed = ["new-gw", "new-body"];

    private static readonly FleetEntry[] Cars =
    [
        Car("a", VehicleTruth.Confirmed, "new-gw", "new-body"), Car("b", VehicleTruth.Lied, "old-gw", "old-body"), Car("c", VehicleTruth.NeverContacted),
    ];

    private static readonly BookRow[] Rows = [new("a", "confirmed"), new("b", "discrepant"), new("c", "offered")];

    [Fact]
    public void Nothing_is_said_of_books_that_are_true() => Compare(Rows, Cars).Should().BeEmpty();

    [Fact]
    public void A_liar_that_is_believed_is_told_in_two_ways() => Compare([Rows[0], new BookRow("b", "confirmed"), Rows[2]], Cars).Should().Equal(
        "Vehicle b is confirmed in the books, and in truth it is lied.",
        "Vehicle b is confirmed in the books, and runs something else than the signed images.");

    [Fact]
    public void A_car_that_runs_one_wrong_image_is_not_fixed() =>
        Compare(Rows, [Car("a", VehicleTruth.Confirmed, "new-gw", "old-body"), Cars[1], Cars[2]]).Should().Equal(
            "Vehicle a is confirmed in the books, and runs something else than the signed images.");

    [Fact]
    public void A_car_that_is_missing_is_told() => Compare([Rows[0], Rows[1]], Cars, population: 3).Should().Equal(
        "The buckets sum to 2, and 3 vehicles are frozen.", "The books have 2 rows for 3 vehicles.", "Vehicle c is not in the books.");

    [Fact]
    public void A_car_that_nobody_built_and_one_that_is_there_twice_are_told() =>
        Compare([.. Rows, new BookRow("d", "offered"), Rows[2]], Cars).Should().Equal(
            "Vehicle c is in the books twice.", "Vehicle d is in the books and not in the vehicles' ledger.");

    [Fact]
    public void Counts_that_are_not_those_of_the_rows_are_told() =>
        BooksComparison.Of(new RolloutBooks(3, new Dictionary<string, long> { ["confirmed"] = 2, ["discrepant"] = 1 }, Rows), Cars, Signed).Should().Equal(
            "2 vehicles are counted as confirmed, and 1 rows are.", "0 vehicles are counted as offered, and 1 rows are.");

    [Fact]
    public void A_car_that_came_to_no_end_and_an_honest_one_that_was_not_believed_are_told() =>
        Compare(Rows, [Car("a", VehicleTruth.Open), Car("b", VehicleTruth.Disbelieved), Cars[2]]).Should().Contain(
            "Vehicle a had not come to an end when the time was over; the books have it as confirmed.",
            "Vehicle b is discrepant in the books, and in truth it is disbelieved.");

    private static IReadOnlyList<string> Compare(BookRow[] rows, FleetEntry[] cars, long? population = null) => BooksComparison.Of(
        new RolloutBooks(population ?? rows.Length, rows.CountBy(row => row.State).ToDictionary(pair => pair.Key, pair => (long)pair.Value), rows), cars, Signed);

    private static FleetEntry Car(string vid, VehicleTruth truth, params string[] images) => new(
        vid, VehicleKind.Steady, truth, TruthTable.Expected(truth), "r", 1, 1, 1, 1, 1, 1,
        images.Length == 0 ? null : images.Select((image, i) => (image, i)).ToDictionary(one => $"{one.i}", one => one.image));
}
