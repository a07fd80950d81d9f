using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads a manifest, part by part.</summary>
internal static class ManifestReader
{
    private static readonly string[] Members =
    [
        "manifest", "title", "version", "supplier", "markets", "images", "preconditions", "durationMinutes", "texts", "rxswins", "dossier",
        "requires", "conflicts",
    ];

    public static ManifestVerdict Read(JsonValue document, ManifestForm form)
    {
        ProblemList problems = new();
        if (ManifestFields.Of(document, JsonPointer.Root, problems, Members) is not { } fields)
            return new ManifestVerdict(null, new ManifestParts(), problems.Found);

        fields.Integer("manifest", Manifest.Format, Manifest.Format);
        string? title = fields.Text("title", TextRule.Heading);
        string? version = fields.Text("version", TextRule.Token);
        RoleName? supplier = RoleName.TryParse(fields.TextIfAny("supplier", TextRule.Supplier));
        IReadOnlyDictionary<string, IReadOnlyList<LanguageTag>> markets = MarketReader.Read(fields);
        IReadOnlyList<Indexed<ManifestImage>> images = new ImagesReader(form, supplier, problems).Read(fields);
        IReadOnlyList<Precondition> preconditions = PreconditionReader.Read(fields);
        InstallDuration? duration = ReadDuration(fields);
        IReadOnlyDictionary<string, UserText> texts = UserTextReader.Read(fields, markets);
        IReadOnlyList<Indexed<RxswinChange>> rxswins = RxswinReader.Read(fields);
        Dossier? dossier = DossierReader.Read(fields);
        (IReadOnlyList<Indexed<string>> requires, IReadOnlyList<Indexed<string>> conflicts) = BundleListReader.Read(fields);
        DossierRules.Check(fields, dossier, rxswins, preconditions);

        ManifestParts parts = new()
        {
            Supplier = supplier,
            Images = images,
            Rxswins = rxswins,
            Requires = requires,
            Conflicts = conflicts,
        };
        if (problems.Count > 0 || form is ManifestForm.Source) return new ManifestVerdict(null, parts, problems.Found);
        Manifest manifest = new()
        {
            Title = title!,
            Version = version!,
            Supplier = supplier,
            Markets = markets,
            Images = Values(images),
            Preconditions = preconditions,
            Duration = duration!,
            Texts = texts,
            Rxswins = Values(rxswins),
            Dossier = dossier!,
            Requires = Values(requires),
            Conflicts = Values(conflicts),
        };
        return new ManifestVerdict(manifest, parts, []);
    }

    private static InstallDuration? ReadDuration(ManifestFields manifest)
    {
        if (manifest.Fields("durationMinutes", "an object with expected and longest", "expected", "longest") is not { } fields) return null;
        long? expected = fields.Integer("expected", 1, ManifestLimits.Minutes);
        long? longest = fields.Integer("longest", 1, ManifestLimits.Minutes);
        if (longest < expected) fields.Refuse("longest", "The longest duration is shorter than the expected one.");
        return expected is null || longest is null ? null : new InstallDuration((int)expected, (int)longest);
    }

    private static T[] Values<T>(IReadOnlyList<Indexed<T>> items) => [.. items.Select(item => item.Value)];
}
