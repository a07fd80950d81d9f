using System.Text;
using Ota.Cli.Bundles.Sources;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.Testing;

namespace Ota.Cli.Tests.Bundles;

public sealed class ManifestSourceTests
{
    [Fact]
    public void The_documented_manifest_has_no_problem()
    {
        ManifestSource source = Read(Documented());
        source.Problems.Should().BeEmpty();
        ManifestCheck.FindInSource(source.Document!).Should().BeEmpty();
    }

    [Fact]
    public void Yaml_and_json_mean_the_same()
    {
        ManifestSource yaml = Read("a: 1\nb: [x, \"2\", true, null, -5]\nc: {d: \"é\\n\"}\nt: |\n  one\n  two\n");
        ManifestSource json = Read("""{"a":1,"b":["x","2",true,null,-5],"c":{"d":"é\n"},"t":"one\ntwo\n"}""", "m.json");
        yaml.Document.Should().Be(json.Document).And.NotBeNull();
    }

    [Theory]
    [InlineData("2", "2")]
    [InlineData("-7", "-7")]
    [InlineData("2.40", "\"2.40\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("NO", "\"NO\"")]
    [InlineData("off", "\"off\"")]
    [InlineData("true", "true")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("~", "null")]
    [InlineData("9007199254740992", "\"9007199254740992\"")]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111", "\"1111111111111111111111111111111111111111111111111111111111111111\"")]
    public void A_plain_word_is_what_json_would_write(string yaml, string json) =>
        Encoding.ASCII.GetString(PublishedJson.Encode(Read($"a: {yaml}\n").Document!["a"]!)).Should().Be(json);

    [Fact]
    public void A_problem_has_the_line_of_its_place_or_of_what_it_would_stand_in()
    {
        string yaml = "# comment\nmanifest: 1\nimages:\n  - path: a\n    hardwareIds:\n      - ok\n      - not ok\n";
        string json = "{\n\n\"manifest\": 1, \"images\": [\n{ \"path\": \"a\",\n \"hardwareIds\": [\n\"ok\",\n\"not ok\"]}]}";
        foreach ((string text, string name) in new[] { (yaml, "m.yaml"), (json, "m.json") })
        {
            ManifestSource source = Read(text, name);
            LocatedProblem[] problems = [.. source.Locate(ManifestCheck.FindInSource(source.Document!))];
            problems.Should().ContainSingle(problem => problem.Pointer == "/images/0/hardwareIds/1").Which.Line.Should().Be(7);
            problems.Where(problem => problem.Pointer == "/images/0").Should().NotBeEmpty().And.OnlyContain(problem => problem.Line == 4);
            problems.Select(problem => problem.Line).Should().BeInAscendingOrder();
            problems.Should().Contain(problem => problem.In(name).StartsWith($"{name}:7: /images/0/hardwareIds/1: 'not ok' is not a hardware id"));
        }
    }

    [Theory]
    [InlineData("m.yaml", "a: 1\nb: [\n", 3, "no YAML")]
    [InlineData("m.yaml", "a: 1\n\tb: 2\n", 1, "no YAML")]
    [InlineData("m.yaml", "a: 1\nb: \u0001\n", 2, "control character")]
    [InlineData("m.yaml", "a: &x 1\nb: *x\n", 1, "Anchors")]
    [InlineData("m.yaml", "a: 1\nb: *x\n", 2, "")]
    [InlineData("m.yaml", "a: !!str 1\n", 1, "Tags")]
    [InlineData("m.yaml", "a: 1\nb: 2\na: 3\n", 3, "twice")]
    [InlineData("m.yaml", "a: 1\n---\nb: 2\n", 2, "second document")]
    [InlineData("m.yaml", "- 1\n", 1, "not an object")]
    [InlineData("m.yaml", "", 1, "not an object")]
    [InlineData("m.yaml", "[a]: 1\n", 1, "name is not a text")]
    [InlineData("m.yaml", "a: \"\\ud800\"\n", 1, "")]
    [InlineData("m.json", "{\"a\":1,\n\"b\":}", 2, "no JSON")]
    [InlineData("m.json", "{\"a\":1,\n\"a\":2}", 2, "twice")]
    [InlineData("m.json", "{\"a\":1.5}", 1, "whole number")]
    [InlineData("m.json", "{\"a\":\"\\ud800\"}", 1, "surrogate")]
    [InlineData("m.json", "", 1, "no JSON")]
    public void What_is_no_plain_document_is_refused_with_its_line(string name, string text, int line, string sentence)
    {
        ManifestSource source = Read(text, name);
        source.Document.Should().BeNull();
        source.Problems.Should().Contain(problem => problem.Line == line && problem.Sentence.Contains(sentence), "{0}", source.Problems);
    }

    [Fact]
    public void Hostile_files_are_bounded()
    {
        string[] hostile =
        [
            new string('[', 500_000),
            string.Concat(Enumerable.Repeat("{a: ", 200_000)),
            string.Concat(Enumerable.Range(0, 40).Select(i => $"{new string(' ', i)}a:\n")),
            "a: [" + string.Concat(Enumerable.Repeat("1,", 200_000)) + "1]",
            "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
            "\0",
            "a: \u0001",
        ];
        foreach (string text in hostile)
        {
            Read(text).Problems.Should().NotBeEmpty().And.HaveCountLessThanOrEqualTo(ManifestLimits.Problems);
            Read(text, "m.json").Problems.Should().NotBeEmpty();
        }

        ManifestSource.Parse("m.yaml", [0xc3, 0x28]).Problems.Should().ContainSingle().Which.Sentence.Should().Contain("UTF-8");
    }

    [Fact]
    public void No_text_makes_reading_throw() => Property.Holds(random =>
    {
        const string signs = ":-[]{}&*!|>'\"%@`#,? \n\t\\x0";
        char[] text = Documented().ToCharArray();
        for (int i = random.Next(1, 30); i > 0; i--) text[random.Next(text.Length)] = signs[random.Next(signs.Length)];
        string changed = new(text, 0, random.Next(text.Length));
        foreach (string name in new[] { "m.yaml", "m.json" })
        {
            ManifestSource source = Read(changed, name);
            (source.Document is null).Should().Be(source.Problems.Count > 0);
        }
    });

    private static ManifestSource Read(string text, string name = "m.yaml") => ManifestSource.Parse(name, Encoding.UTF8.GetBytes(text));

    private static string Documented() =>
        File.ReadAllText(RepositoryRoot.Combine("docs/bundles.md")).Split("```yaml\n")[1].Split("```")[0];
}
