using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads the images of a manifest, and compares them with each other.</summary>
internal sealed class ImagesReader(ManifestForm form, RoleName? supplier, ProblemList problems)
{
    private static readonly string[] Members =
        ["path", "length", "sha256", "sha512", "version", "hardwareIds", "releaseCounter", "before", "order", "dependsOn"];

    private static readonly string[] SourceMembers = [ManifestCheck.FileMember, .. Members];

    private static readonly string[] FromFile = ["length", "sha256", "sha512"];

    private readonly Dictionary<string, string> _paths = [];
    private readonly Dictionary<string, string> _hardware = [];
    private readonly ImageOrder _order = new(problems);

    public IReadOnlyList<Indexed<ManifestImage>> Read(ManifestFields manifest)
    {
        List<Indexed<ManifestImage>> read = [];
        foreach (Indexed<JsonValue> item in manifest.Items("images", 1, Ecu.MaxPerVehicle, "an array of images"))
        {
            string pointer = JsonPointer.Item(manifest.PointerOf("images"), item.Index);
            if (ManifestFields.Of(item.Value, pointer, problems, form is ManifestForm.Source ? SourceMembers : Members) is { } fields
                && ReadImage(fields) is { } image) read.Add(new Indexed<ManifestImage>(item.Index, image));
        }

        _order.Check();
        return read;
    }

    private ManifestImage? ReadImage(ManifestFields fields)
    {
        int before = problems.Count;
        TargetPath? path = ReadPath(fields);
        (FileHashes? hashes, long? length) = ReadContent(fields);
        string? version = fields.Text("version", TextRule.Token);
        HardwareId[] hardware = ReadHardware(fields);
        long? counter = fields.Integer("releaseCounter", 1, JsonLimits.MaxInteger);
        string[] replaced = ReadBefore(fields);
        long? order = fields.Integer("order", 1, ManifestLimits.Order);
        IReadOnlyList<Indexed<string>> dependsOn = fields.Texts("dependsOn", 0, ManifestLimits.DependsOn, TextRule.Path);
        _order.Add(fields, path, order, dependsOn);
        if (problems.Count > before || hashes is null) return null;
        return new ManifestImage
        {
            Path = path!.Value,
            Length = length!.Value,
            Hashes = hashes,
            Version = version!,
            HardwareIds = hardware,
            ReleaseCounter = counter!.Value,
            Before = replaced,
            Order = (int)order!.Value,
            DependsOn = [.. dependsOn.Select(item => TargetPath.TryParse(item.Value)!.Value)],
        };
    }

    private TargetPath? ReadPath(ManifestFields fields)
    {
        if (TargetPath.TryParse(fields.Text("path", TextRule.Path)) is not { } path) return null;
        if (BundleName.IsReserved(path, supplier)) fields.Refuse("path", "This folder is for manifests; choose another.");
        if (_paths.TryAdd(path.Value, fields.Pointer)) return path;
        fields.Refuse("path", $"The image {_paths[path.Value]} has this path.");
        return path;
    }

    private (FileHashes? Hashes, long? Length) ReadContent(ManifestFields fields)
    {
        if (form is ManifestForm.Source && fields.Has(ManifestCheck.FileMember))
        {
            fields.Text(ManifestCheck.FileMember, TextRule.File);
            foreach (string name in FromFile.Where(fields.Has))
                fields.Refuse(name, "An image with a file gets this from the file; leave one of the two out.");
            return default;
        }

        string? sha256 = fields.Text("sha256", TextRule.Sha256);
        string? sha512 = fields.Text("sha512", TextRule.Sha512);
        long? length = fields.Integer("length", 1, JsonLimits.MaxInteger);
        return (sha256 is null || sha512 is null ? null : FileHashes.TryMake(sha256, sha512), length);
    }

    // An ECU gets one image, so two for the same hardware would leave open which.
    private HardwareId[] ReadHardware(ManifestFields fields)
    {
        IReadOnlyList<Indexed<string>> ids = fields.Texts("hardwareIds", 1, ManifestLimits.HardwareIds, TextRule.Hardware);
        foreach (Indexed<string> id in ids.Where(id => !_hardware.TryAdd(id.Value, fields.Pointer)))
        {
            string pointer = JsonPointer.Item(fields.PointerOf("hardwareIds"), id.Index);
            problems.Add(pointer, $"The image {_hardware[id.Value]} is for {id.Value} too, and an ECU gets one image.");
        }

        return [.. ids.Select(id => HardwareId.TryParse(id.Value)!)];
    }

    private static string[] ReadBefore(ManifestFields fields)
    {
        const string what = "any, or an array with the SHA-256 of each image that this one may replace";
        if (fields.Value("before", what) is not { } value || value is JsonText { Value: "any" }) return [];
        if (value is JsonArray)
            return [.. fields.Texts("before", 1, ManifestLimits.Before, TextRule.Sha256).Select(item => item.Value)];
        fields.Refuse("before", $"This is not {what}.");
        return [];
    }
}
