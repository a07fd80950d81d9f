using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Vehicles.Filters;

namespace Ota.Core.Tests.Vehicles;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \t\n", "")]
    [InlineData("model = \"e-Up\" AND year >= 2021 AND ecus.hardware_id = \"gw-2\"", "model = \"e-Up\" AND year >= 2021 AND ecus:(hardware_id = \"gw-2\")")]
    [InlineData("model=Golf", "model = \"Golf\"")]
    [InlineData("model:Up", "model = \"*Up*\"")]
    [InlineData("model = \"e-*\"", "model = \"e-*\"")]
    [InlineData("model = e-**x", "model = \"e-*x\"")]
    [InlineData("model = \"a\\*b\\\"c\\\\d\"", "model = \"a\\*b\\\"c\\\\d\"")]
    [InlineData("model = \"\"", "model = \"\"")]
    [InlineData("NOT (year<2020 OR year>2024)", "NOT (year < 2020 OR year > 2024)")]
    [InlineData("NOT NOT status = scrapped", "NOT NOT status = scrapped")]
    [InlineData("status != \"active\"", "status != active")]
    [InlineData("options:1ZA", "options = \"1ZA\"")]
    [InlineData("tags.depot = north OR tags:test-car", "tags.depot = \"north\" OR tags:test-car")]
    [InlineData("ecus:(hardware_id = gw AND NOT (version = 1.0 OR role = primary))", "ecus:(hardware_id = \"gw\" AND NOT (version = \"1.0\" OR role = primary))")]
    [InlineData("registered >= 2026-03-01", "registered >= \"2026-03-01T00:00:00.000Z\"")]
    [InlineData("changed < \"2026-03-01T12:00:00+02:00\"", "changed < \"2026-03-01T10:00:00.000Z\"")]
    [InlineData("year = 1 AND (year = 2 AND year = 3)", "year = 1 AND (year = 2 AND year = 3)")]
    [InlineData("((year = 1)) OR (year = 2 AND year = 3)", "year = 1 OR (year = 2 AND year = 3)")]
    [InlineData("model = \"Ünterwegs ⚡\"", "model = \"Ünterwegs ⚡\"")]
    public void A_filter_is_understood(string text, string meaning)
    {
        FilterNode? filter = FilterParser.TryParse(text, out FilterProblem? problem);
        problem.Should().BeNull();
        filter!.ToString().Should().Be(meaning);
        FilterParser.TryParse(meaning, out _).Should().Be(filter, "the text form means the same");
    }

    [Theory]
    [InlineData("model", 6, "A sign is missing after model; use one of = != :.")]
    [InlineData("model =", 8, "A value is missing after =.")]
    [InlineData("model = AND year = 1", 9, "A value is missing before AND; put it into quotation marks if it is one.")]
    [InlineData("model = a year = 2", 11, "AND or OR is missing before year.")]
    [InlineData("model = a AND", 14, "Something is missing at the end; write a comparison such as year >= 2021.")]
    [InlineData("year = 1 AND year = 2 OR year = 3", 23, "AND and OR are mixed; put brackets around what belongs together.")]
    [InlineData("(year = 1", 10, "A bracket is not closed; add ')'.")]
    [InlineData("year = 1)", 9, "This bracket was never opened; take it out.")]
    [InlineData("(year = 1 year = 2)", 11, "AND or OR is missing before year.")]
    [InlineData("()", 2, ") is no field; write a comparison such as year >= 2021.")]
    [InlineData("= 3", 1, "= is no field; write a comparison such as year >= 2021.")]
    [InlineData("year = \"soon", 8, "The quotation mark is not closed; add one at the end of the text.")]
    [InlineData("year = 20x", 8, "20x is no whole number, which year is compared with.")]
    [InlineData("year : 2020", 6, ": does not fit year; use one of = != < <= > >=.")]
    [InlineData("model > a", 7, "> does not fit model; use one of = != :.")]
    [InlineData("status = gone", 10, "gone is no status; use one of active, scrapped, exported, stolen, removed.")]
    [InlineData("registered > yesterday", 14, "yesterday is no time; write \"2026-03-01\" or \"2026-03-01T12:00:00Z\".")]
    [InlineData("model.name = x", 1, "model has no parts; write it without the dot.")]
    [InlineData("vin = WVWZZZ1KZ6W000001", 1, "vin is no field, so that no VIN ends up in a filter; look up one vehicle, or send a list of VINs.")]
    [InlineData("ecus.colour = red", 1, "An ECU has no colour; it has serial, hardware_id, role, image, version, digest, previous_image, previous_version, previous_digest.")]
    [InlineData("ecus:gw", 1, "ecus needs a field, as in ecus.hardware_id = \"gw-2\", or several for one ECU, as in ecus:(hardware_id = \"gw-2\" AND version = \"1.0\").")]
    [InlineData("ecus:(ecus.serial = 1)", 7, "An ECU has no ecus.serial; it has *")]
    [InlineData("ecus:(model = x)", 7, "An ECU has no model; it has *")]
    [InlineData("tags = x", 6, "tags needs the name of one, as in tags.depot = \"north\", or tags:depot for any value.")]
    [InlineData("tags.Depot = x", 1, "'Depot' is no name of a tag: *")]
    [InlineData("tags:\"no name\"", 6, "\"no name\" is no name of a tag: *")]
    [InlineData("colour = red", 1, "There is no field colour; there are vid, model, *")]
    [InlineData("model = ä", 9, "'ä' has no meaning here; put texts into quotation marks.")]
    [InlineData("model = \"a\\nb\"", 11, "A backslash stands before \", \\ or * only; write \\\\ for one that is meant.")]
    [InlineData("model = \"a\0b\"", 11, "The character U+0000 can be in no value; take it out.")]
    public void What_is_no_filter_says_where_and_what_to_write(string text, int position, string sentence)
    {
        FilterParser.TryParse(text, out FilterProblem? problem).Should().BeNull();
        problem!.Position.Should().Be(position, problem.Sentence);
        problem.Sentence.Should().Match(sentence);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => // Not as inline data, which would not keep it.
        SentenceOf("model = \"a\ud800b\"").Should().Be("The character U+D800 can be in no value; take it out.");

    [Fact]
    public void Length_depth_and_number_of_comparisons_have_limits()
    {
        SentenceOf("model = \"" + new string('x', FilterParser.MaxLength) + "\"").Should().StartWith("The filter is longer than");
        FilterParser.TryParse(Nested(FilterParser.MaxDepth), out _).Should().NotBeNull();
        SentenceOf(Nested(FilterParser.MaxDepth + 1)).Should().StartWith("More than 32 brackets");
        SentenceOf(new string('(', FilterParser.MaxLength)).Should().StartWith("More than 32 brackets");
        SentenceOf(string.Join(" ", Enumerable.Repeat("NOT", 1000))).Should().StartWith("More than 32 brackets");
        FilterParser.TryParse(Many(FilterParser.MaxComparisons), out _).Should().NotBeNull();
        SentenceOf(Many(FilterParser.MaxComparisons + 1)).Should().StartWith("There are more than 200 comparisons");

        static string Nested(int depth) => new string('(', depth) + "year=1" + new string(')', depth);
        static string Many(int count) => string.Join(" OR ", Enumerable.Repeat("year=1", count));
    }

    [Fact]
    public void No_text_breaks_the_parser() => Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        FilterNode? filter = FilterParser.TryParse(text, out FilterProblem? problem);
        return (filter is null) == (problem is not null)
            && (problem is null || (problem.Position >= 1 && problem.Position <= text.Length + 1 && problem.Sentence.Length > 0));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_filter_parses_back_from_its_text() => Prop.ForAll(Filters.Any().ToArbitrary(), filter =>
        filter.Equals(FilterParser.TryParse(filter.ToString(), out _))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Gen<string> Texts() => Gen.Elements(
            "model", "year", "ecus", "ecus.", "tags.", "tags", "status", "AND", "OR", "NOT", "(", ")", "=", "!=", "<", ":", "\"", "\\", "*", "a b",
            "2020", "\"x\"", "-", ".", " ", "é", "\0", "\ud800")
        .ArrayOf().Select(parts => string.Join(" ", parts));

    private static string SentenceOf(string text)
    {
        FilterParser.TryParse(text, out FilterProblem? problem).Should().BeNull();
        return problem!.Sentence;
    }
}
