using Ota.Cli.Signing;

namespace Ota.Cli.Tests.Signing;

public sealed class CommandWordsTests
{
    private const string Signs = "ab \t'\"\\$*;|{}";

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  ", new string[0])]
    [InlineData("sign {file}", new[] { "sign", "{file}" })]
    [InlineData("  a\t b\n", new[] { "a", "b" })]
    [InlineData("a 'b c' \"d e\"", new[] { "a", "b c", "d e" })]
    [InlineData("--in='b c'd", new[] { "--in=b cd" })]
    [InlineData("a '' \"\"", new[] { "a", "", "" })]
    [InlineData("'a\"b' \"c'd\"", new[] { "a\"b", "c'd" })]
    [InlineData(@"a\ b \\ \'", new[] { "a b", @"\", "'" })]
    [InlineData(@"'a\b' ""a\b"" ""\\ \""""", new[] { @"a\b", @"a\b", @"\ """ })]
    [InlineData("$HOME `id` *.pem | tee; rm", new[] { "$HOME", "`id`", "*.pem", "|", "tee;", "rm" })]
    public void Words_are_split_as_a_shell_splits_them_and_nothing_is_expanded(string text, string[] words) =>
        CommandWords.TrySplit(text).Should().Equal(words);

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a \"b")]
    [InlineData("a \"b\\\"")]
    [InlineData("a \\")]
    public void What_is_not_finished_is_refused(string text) => CommandWords.TrySplit(text).Should().BeNull();

    [Fact]
    public void Any_words_come_back_however_they_were_quoted() => Property.Holds(random =>
    {
        string[] words = [.. Enumerable.Range(0, random.Next(6)).Select(_ => Text(random))];
        string line = string.Join(' ', words.Select(word => Quote(word, random)));
        CommandWords.TrySplit(line).Should().Equal(words, "the line was {0}", line);
    });

    [Fact]
    public void No_text_throws() => Property.Holds(random => CommandWords.TrySplit(Text(random)));

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Signs[random.Next(Signs.Length)]));

    private static string Quote(string word, Random random) => random.Next(3) switch
    {
        0 => "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'",
        1 => "\"" + word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
        _ => word.Length == 0 ? "''" : string.Concat(word.Select(c => @"\" + c)),
    };
}
