using Ota.Core.Bundles.Manifests;

namespace Ota.Core.Tests.Bundles.Manifests;

public sealed class ManifestProblemTests
{
    [Theory]
    [InlineData("/manifest", "2", "/manifest", "from 1 to 1")]
    [InlineData("/title", null, "", "title is missing")]
    [InlineData("/title", "\"a\\nb\"", "/title", "on one line")]
    [InlineData("/title", "\" \"", "/title", "is not a text")]
    [InlineData("/version", "2", "/version", "Put it into quotes")]
    [InlineData("/version", "\"2 4\"", "/version", "'2 4' is not a version")]
    [InlineData("/supplier", "\"targets\"", "/supplier", "supplier's role")]
    [InlineData("/supplier", "\"../x\"", "/supplier", "supplier's role")]
    [InlineData("/suplier", "\"x\"", "/suplier", "did you mean supplier?")]
    [InlineData("/zzzzzzzzz", "1", "/zzzzzzzzz", "there are manifest, title")]
    [InlineData("/markets", null, "", "markets is missing")]
    [InlineData("/markets", "[]", "/markets", "not an object")]
    [InlineData("/markets", "{}", "/markets", "Name 1 to 100 markets")]
    [InlineData("/markets/fr", "[\"fr\"]", "/markets/fr", "two capitals")]
    [InlineData("/markets/SE", "[]", "/markets/SE", "This is empty")]
    [InlineData("/markets/SE", "[\"sv\", \"sv\"]", "/markets/SE/1", "in the list already")]
    [InlineData("/markets/SE", "[\"Svenska\"]", "/markets/SE/0", "is not a language")]
    [InlineData("/markets/CH", "[\"de\", \"fr\"]", "/markets/CH", "also need it")]
    [InlineData("/texts/nl", null, "/texts", "nl is missing, which people in BE need")]
    [InlineData("/texts/nl/changes", null, "/texts/nl", "changes is missing")]
    [InlineData("/texts/nl/changes", "\"\"", "/texts/nl/changes", "This is empty")]
    [InlineData("/texts/nl/chagnes", "\"x\"", "/texts/nl/chagnes", "did you mean changes?")]
    [InlineData("/texts/nl/title", "\"a\\u0007\"", "/texts/nl/title", "is not a text")]
    [InlineData("/texts/Dutch", "{}", "/texts/Dutch", "This is no language")]
    [InlineData("/texts", "[]", "/texts", "not an object")]
    [InlineData("/images", "[]", "/images", "This is empty")]
    [InlineData("/images", "{}", "/images", "This is not an array of images")]
    [InlineData("/images/0", "1", "/images/0", "not an object")]
    [InlineData("/images/0/path", "\"../x\"", "/images/0/path", "is not a path")]
    [InlineData("/images/0/path", "\"bundles/x\"", "/images/0/path", "for manifests")]
    [InlineData("/images/0/path", "\"brakes-ag/bundles/x\"", "/images/0/path", "for manifests")]
    [InlineData("/images/1/path", "\"gw/fw-3.bin\"", "/images/1/path", "The image /images/0 has this path")]
    [InlineData("/images/0/file", "\"x\"", "/images/0/file", "Unknown here")]
    [InlineData("/images/0/length", "0", "/images/0/length", "from 1 to")]
    [InlineData("/images/0/sha256", "\"AB\"", "/images/0/sha256", "'AB' is not a SHA-256")]
    [InlineData("/images/0/sha512", null, "/images/0", "sha512 is missing")]
    [InlineData("/images/0/version", null, "/images/0", "version is missing")]
    [InlineData("/images/0/hardwareIds", "[]", "/images/0/hardwareIds", "This is empty")]
    [InlineData("/images/0/hardwareIds/1", "\"gw 2\"", "/images/0/hardwareIds/1", "'gw 2' is not a hardware id")]
    [InlineData("/images/0/hardwareIds/1", "\"gw-1\"", "/images/0/hardwareIds/1", "in the list already")]
    [InlineData("/images/1/hardwareIds/0", "\"gw-2\"", "/images/1/hardwareIds/0", "an ECU gets one image")]
    [InlineData("/images/0/releaseCounter", "0", "/images/0/releaseCounter", "from 1 to")]
    [InlineData("/images/0/releaseCounter", "-4", "/images/0/releaseCounter", "from 1 to")]
    [InlineData("/images/0/releaseCounter", "\"30\"", "/images/0/releaseCounter", "a whole number")]
    [InlineData("/images/0/before", null, "/images/0", "before is missing")]
    [InlineData("/images/0/before", "\"none\"", "/images/0/before", "This is not any, or an array")]
    [InlineData("/images/0/before", "[]", "/images/0/before", "This is empty")]
    [InlineData("/images/0/before", "[\"x\"]", "/images/0/before/0", "is not a SHA-256")]
    [InlineData("/images/0/order", "1001", "/images/0/order", "from 1 to 1000")]
    [InlineData("/images/1/order", "1", "/images/1/dependsOn/0", "gw/fw-3.bin has order 1 and this image 1")]
    [InlineData("/images/1/dependsOn/0", "\"gw/fw-4.bin\"", "/images/1/dependsOn/0", "did you mean gw/fw-3.bin?")]
    [InlineData("/images/1/dependsOn/0", "\"brake/fw-2.4.1.bin\"", "/images/1/dependsOn/0", "cannot depend on itself")]
    [InlineData("/images/0/dependsOn", "[\"brake/fw-2.4.1.bin\"]", "/images/0/dependsOn/0", "neither could be first")]
    [InlineData("/preconditions/minBatteryMillivolts", null, "/preconditions", "every update needs power")]
    [InlineData("/preconditions/minBatteryMillivolts", "12", "/preconditions/minBatteryMillivolts", "from 9000 to 32000")]
    [InlineData("/preconditions/parked", "false", "/preconditions/parked", "true, or left out")]
    [InlineData("/preconditions/parked", null, "/preconditions", "parked is missing")]
    [InlineData("/preconditions/gear", "[\"drive\"]", "/preconditions/gear/0", "'drive' is not one of park, neutral")]
    [InlineData("/preconditions/gear", "[]", "/preconditions/gear", "This is empty")]
    [InlineData("/preconditions/ambientCelsius/min", "51", "/preconditions/ambientCelsius/max", "less than min, which is 51")]
    [InlineData("/preconditions/ambientCelsius/min", "-300", "/preconditions/ambientCelsius/min", "from -50 to 80")]
    [InlineData("/preconditions/ambientCelsius", "20", "/preconditions/ambientCelsius", "not an object")]
    [InlineData("/preconditions/parkingbreak", "true", "/preconditions/parkingbreak", "did you mean parkingBrake?")]
    [InlineData("/durationMinutes/longest", "10", "/durationMinutes/longest", "shorter than the expected")]
    [InlineData("/durationMinutes/longest", "1441", "/durationMinutes/longest", "from 1 to 1440")]
    [InlineData("/rxswins/0/after", "\"R13-H 001\"", "/rxswins/0/after", "what it was before")]
    [InlineData("/rxswins/0/after", null, "/rxswins/0", "after is missing")]
    [InlineData("/rxswins/1", "{\"before\":\"R13-H 001\",\"after\":\"x\"}", "/rxswins/1/before", "changes already")]
    [InlineData("/dossier", null, "", "dossier is missing")]
    [InlineData("/dossier/purpose", null, "/dossier", "purpose is missing")]
    [InlineData("/dossier/affectedSystems", "[]", "/dossier/affectedSystems", "This is empty")]
    [InlineData("/dossier/typeApprovedSystems/0", "\"break\"", "/dossier/typeApprovedSystems/0", "not among affectedSystems")]
    [InlineData("/dossier/typeApprovedSystems", null, "/dossier/typeApprovedSystems", "name the type approved systems")]
    [InlineData("/dossier/affectsParameters/answer", "\"no\"", "/dossier/affectsParameters/answer", "neither true nor false")]
    [InlineData("/dossier/affectsParameters/reason", null, "/dossier/affectsParameters", "reason is missing")]
    [InlineData("/dossier/safetyRelevant", null, "/dossier", "safetyRelevant is missing")]
    [InlineData("/dossier/approval/state", "\"notNeeded\"", "/dossier/approval", "the authority has to be asked")]
    [InlineData("/dossier/approval/state", "\"given\"", "/dossier/approval/state", "one of notNeeded, requested, granted")]
    [InlineData("/dossier/approval/reference", null, "/dossier/approval", "reference is missing")]
    [InlineData("/dossier/execution", null, "/dossier", "execution is missing")]
    [InlineData("/dossier/safetyEvidence", "[]", "/dossier/safetyEvidence", "This is empty")]
    [InlineData("/dossier/verification", null, "/dossier", "verification is missing")]
    [InlineData("/requires/0", "\"x\"", "/requires/0", "is not a SHA-256")]
    [InlineData("/conflicts/0", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "/conflicts/0", "is in requires")]
    public void A_problem_is_told_with_its_place(string place, string? json, string pointer, string sentence)
    {
        ManifestVerdict verdict = new TestManifest().With(place, json).Read();
        verdict.Manifest.Should().BeNull();
        verdict.Problems.Should().Contain(problem => problem.Pointer == pointer && problem.Sentence.Contains(sentence), "{0}", verdict.Problems);
        verdict.Problems.Should().OnlyContain(problem => problem.Sentence.EndsWith('.') || problem.Sentence.EndsWith('?'));
    }

    [Fact]
    public void An_rxswin_that_changes_without_an_approval_is_a_problem() => new TestManifest()
        .With("/dossier/affectsRequirements/answer", "false")
        .With("/dossier/approval", """{ "state": "notNeeded" }""")
        .Read().Problems.Should().ContainSingle().Which.Pointer.Should().Be("/rxswins");

    [Fact]
    public void Problems_of_all_parts_are_told_at_once()
    {
        ManifestVerdict verdict = new TestManifest()
            .With("/title", null).With("/images/0/hardwareIds/0", "1").With("/texts/de", "{}").With("/dossier/execution", null)
            .With("/durationMinutes", "3").With("/markets/ch", "[\"de\"]").Read();
        verdict.Problems.Select(problem => problem.Pointer).Distinct().Should().BeEquivalentTo(
            ["", "/images/0/hardwareIds/0", "/texts/de", "/dossier", "/durationMinutes", "/markets/ch"]);
        verdict.Parts.Images.Should().ContainSingle().Which.Index.Should().Be(1, "what can be read is checked further");
        verdict.Parts.Rxswins.Should().ContainSingle();
    }

    [Theory]
    [InlineData("/images", 201, "201 are more than the 200 allowed")]
    [InlineData("/images/0/hardwareIds", 51, "51 are more than the 50 allowed")]
    [InlineData("/images/0/before", 201, "201 are more than the 200 allowed")]
    [InlineData("/images/0/dependsOn", 21, "21 are more than the 20 allowed")]
    [InlineData("/rxswins", 101, "101 are more than the 100 allowed")]
    [InlineData("/requires", 101, "101 are more than the 100 allowed")]
    [InlineData("/dossier/verification", 101, "101 are more than the 100 allowed")]
    [InlineData("/markets/FR", 21, "21 are more than the 20 allowed")]
    public void Lists_have_limits(string place, int count, string sentence) => new TestManifest()
        .With(place, "[" + string.Join(',', Enumerable.Repeat("\"x\"", count)) + "]")
        .Read().Problems.Should().Contain(problem => problem.Pointer == place && problem.Sentence.Contains(sentence));

    [Theory]
    [InlineData("/title", 101)]
    [InlineData("/texts/fr/changes", 4001)]
    [InlineData("/texts/fr/duration", 201)]
    [InlineData("/dossier/purpose", 4001)]
    [InlineData("/version", 65)]
    [InlineData("/supplier", 65)]
    [InlineData("/images/0/path", 257)]
    [InlineData("/images/0/hardwareIds/0", 65)]
    public void Texts_have_limits(string place, int length) =>
        new TestManifest().With(place, $"\"{new string('x', length)}\"").Read().Problems.Should().Contain(problem => problem.Pointer == place);

    [Fact]
    public void What_is_no_document_has_one_problem()
    {
        byte[][] all = ["{"u8.ToArray(), [0xff], "{\"a\":1,\"a\":1}"u8.ToArray(), "{\"version\":2.4}"u8.ToArray(), new byte[ManifestLimits.Bytes + 1]];
        foreach (byte[] one in all) ManifestCheck.Read(one).Problems.Should().ContainSingle().Which.Pointer.Should().BeEmpty();
        ManifestCheck.Read("[]"u8).Problems.Should().ContainSingle().Which.Sentence.Should().Contain("not an object");
    }

    [Fact]
    public void However_many_problems_there_are_a_bounded_number_is_told()
    {
        string many = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"unknown{i}\":1"));
        ManifestCheck.Read(System.Text.Encoding.UTF8.GetBytes($"{{{many}}}")).Problems.Should().HaveCount(ManifestLimits.Problems);
    }
}
