using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Tests.Bundles.Manifests;

public sealed class ManifestFormTests
{
    [Fact]
    public void A_manifest_without_problems_is_read_whole()
    {
        ManifestVerdict verdict = new TestManifest().Read();
        verdict.Problems.Should().BeEmpty();
        Manifest manifest = verdict.Manifest!;
        (manifest.Title, manifest.Version, manifest.Supplier?.Value).Should().Be(("Brake fix", "2.4.1", "brakes-ag"));
        manifest.Markets["BE"].Select(language => language.Value).Should().Equal("nl", "fr-BE", "de");
        manifest.Images[0].Before.Should().BeEmpty("any");
        manifest.Images[1].DependsOn.Should().Equal(manifest.Images[0].Path);
        manifest.Preconditions.Should().ContainEquivalentOf(new Precondition.Range("ambientCelsius", -20, 50));
        manifest.Texts["fr"].Changes.Should().Be("one\ntwo");
        manifest.Rxswins.Should().Equal(new RxswinChange("R13-H 001", "R13-H 002"));
        manifest.Dossier.Approval.Should().Be(ApprovalState.Granted);
        ImageCustom.TryRead(manifest.Images[1].ToEntry().Custom)!.ReleaseCounter.Should().Be(41);
    }

    [Fact]
    public void The_published_form_is_read_as_the_same_manifest_and_does_not_change_again()
    {
        byte[] published = BundleName.Publish(new TestManifest().Read().Manifest!);
        ManifestVerdict again = ManifestCheck.Read(published);
        again.Problems.Should().BeEmpty();
        BundleName.Publish(again.Manifest!).Should().Equal(published);
        published.Should().OnlyContain(b => b >= 0x20 && b < 0x7f);
    }

    [Fact]
    public void Spelling_and_order_of_members_do_not_matter_to_the_digest() => Property.Holds(random =>
    {
        byte[] expected = BundleName.Publish(new TestManifest().Read().Manifest!);
        JsonValue shuffled = Shuffle(StrictJson.TryRead(new TestManifest().Utf8, ManifestLimits.Json, out _)!, random);
        ManifestVerdict verdict = ManifestCheck.Read(LooseJson(shuffled, random));
        verdict.Problems.Should().BeEmpty();
        BundleName.Publish(verdict.Manifest!).Should().Equal(expected);
    });

    [Fact]
    public void Lists_that_are_empty_are_as_if_they_were_left_out()
    {
        TestManifest without = new TestManifest().With("/requires", null).With("/conflicts", null).With("/images/1/dependsOn", null);
        TestManifest empty = new TestManifest().With("/requires", "[]").With("/conflicts", "[]").With("/images/1/dependsOn", "[]");
        BundleName.Publish(empty.Read().Manifest!).Should().Equal(BundleName.Publish(without.Read().Manifest!));
    }

    [Fact]
    public void Any_change_of_a_value_is_another_bundle_or_a_problem()
    {
        byte[] published = BundleName.Publish(new TestManifest().Read().Manifest!);
        string original = BundleName.DigestOf(published);
        for (int bit = 0; bit < published.Length * 8; bit++)
        {
            byte[] changed = [.. published];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (ManifestCheck.Read(changed).Manifest is not { } manifest || IsOnlySpeltOtherwise(changed, published)) continue;
            BundleName.DigestOf(BundleName.Publish(manifest)).Should().NotBe(original, $"bit {bit} is another");
        }
    }

    [Fact]
    public void No_document_makes_the_reader_throw() => Property.Holds(random =>
    {
        byte[] bytes = new TestManifest().Utf8;
        for (int i = random.Next(1, 20); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)"{}[]\",:0129ax\\u"[random.Next(15)];
        ManifestVerdict verdict = ManifestCheck.Read(bytes.AsSpan(0, random.Next(bytes.Length / 2, bytes.Length + 1)));
        (verdict.Manifest is null).Should().Be(verdict.Problems.Count > 0);
    }, times: 2000);

    [Fact]
    public void A_source_names_files_in_place_of_length_and_hashes()
    {
        TestManifest source = new TestManifest().With("/images/0/length", null).With("/images/0/sha256", null).With("/images/0/sha512", null);
        Find(source).Should().ContainSingle(problem => problem.Sentence.StartsWith("sha256 is missing"));
        source.With("/images/0/file", "\"build/gw.bin\"");
        Find(source).Should().BeEmpty();
        source.With("/images/0/length", "4");
        Find(source).Should().ContainSingle().Which.Pointer.Should().Be("/images/0/length");
    }

    [Theory]
    [InlineData("de", "de", true)]
    [InlineData("de", "de-CH", true)]
    [InlineData("de-CH", "de", false)]
    [InlineData("zh", "zh-Hant-TW", true)]
    [InlineData("d", "de", false)]
    [InlineData("es-419", "es-419", true)]
    [InlineData("de_CH", "de-CH", false)]
    public void A_text_serves_readers_of_its_language_with_or_without_their_region(string text, string reader, bool serves) =>
        (LanguageTag.TryParse(text)?.Serves(LanguageTag.TryParse(reader)!) ?? false).Should().Be(serves);

    [Fact]
    public void The_manifest_of_a_supplier_stands_in_the_suppliers_folder()
    {
        BundleName.PathOf(TestManifest.A, null).Value.Should().Be($"bundles/{TestManifest.A}.json");
        BundleName.PathOf(TestManifest.A, RoleName.TryParse("brakes-ag")).Value.Should().Be($"brakes-ag/bundles/{TestManifest.A}.json");
    }

    // An escape of a letter may be written with small or with capital digits.
    private static bool IsOnlySpeltOtherwise(byte[] changed, byte[] published) =>
        PublishedJson.Encode(StrictJson.TryRead(changed, ManifestLimits.Json, out _)!).AsSpan().SequenceEqual(published);

    private static IReadOnlyList<ManifestProblem> Find(TestManifest source) =>
        ManifestCheck.FindInSource(StrictJson.TryRead(source.Utf8, ManifestLimits.Json, out _)!);

    // Lists keep their order, which means something; objects do not.
    private static JsonValue Shuffle(JsonValue value, Random random) => value switch
    {
        JsonObject members => new JsonObject(Mixed(members.Members, random).Select(one => KeyValuePair.Create(one.Key, Shuffle(one.Value, random)))),
        JsonArray items => new JsonArray([.. items.Items.Select(item => Shuffle(item, random))]),
        _ => value,
    };

    private static KeyValuePair<string, JsonValue>[] Mixed(IEnumerable<KeyValuePair<string, JsonValue>> members, Random random)
    {
        KeyValuePair<string, JsonValue>[] all = [.. members];
        random.Shuffle(all);
        return all;
    }

    private static byte[] LooseJson(JsonValue value, Random random) =>
        System.Text.Encoding.UTF8.GetBytes(Loose(value, random));

    private static string Loose(JsonValue value, Random random)
    {
        string space = new(' ', random.Next(3));
        return value switch
        {
            JsonObject members => $"{{{space}{string.Join($",\n{space}", Mixed(members.Members, random).Select(one => $"\"{one.Key}\" :{Loose(one.Value, random)}"))}}}",
            JsonArray items => $"[{string.Join($"{space},", items.Items.Select(item => Loose(item, random)))}{space}]",
            JsonText text => System.Text.Json.JsonSerializer.Serialize(text.Value),
            _ => System.Text.Encoding.ASCII.GetString(PublishedJson.Encode(value)),
        };
    }
}
