namespace Ota.Server.Settings;

/// <summary>Reads the settings from flags, then OTA_ variables, then appsettings.json: the first that names a setting wins.</summary>
internal static class SettingsReader
{
    public static SettingValues Read(
        IReadOnlyList<Setting> known,
        IReadOnlyList<string> args,
        IReadOnlyDictionary<string, string> environment,
        IConfiguration appSettings)
    {
        SettingValues values = new();
        ReadFlags(known, args, values);
        foreach (Setting setting in known)
        {
            if (environment.TryGetValue(setting.Variable, out string? variable) && variable.Length > 0)
                values.Offer(setting, setting.Variable, Split(setting, variable));
        }

        ReadAppSettings(known, appSettings.GetSection("Ota"), values);
        return values;
    }

    private static void ReadFlags(IReadOnlyList<Setting> known, IReadOnlyList<string> args, SettingValues values)
    {
        Dictionary<Setting, List<string>> given = [];
        for (int i = 0; i < args.Count; i++)
        {
            string[] parts = args[i].Split('=', 2);
            if (known.FirstOrDefault(s => s.Flag == parts[0]) is not { } setting)
            {
                values.Complain($"{parts[0]}: there is no such flag; --help lists them.");
                _ = ValueAfter(args, ref i); // One complaint for the unknown flag with its value.
                continue;
            }

            string? value = parts.Length == 2 ? parts[1] : setting.IsSwitch ? "true" : ValueAfter(args, ref i);
            if (string.IsNullOrEmpty(value))
                values.Complain($"{setting.Flag}: a value must follow, as in {setting.Flag} {setting.Argument}.");
            else if (!setting.Repeats && given.ContainsKey(setting))
                values.Complain($"{setting.Flag}: given twice; give it once.");
            else
                (given.TryGetValue(setting, out List<string>? list) ? list : given[setting] = []).Add(value);
        }

        foreach ((Setting setting, List<string> list) in given) values.Offer(setting, setting.Flag, list);
    }

    private static string? ValueAfter(IReadOnlyList<string> args, ref int i) =>
        i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : null;

    private static void ReadAppSettings(IReadOnlyList<Setting> known, IConfigurationSection section, SettingValues values)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            string key = $"Ota:{child.Key}";
            if (known.FirstOrDefault(s => s.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is not { } setting)
                values.Complain($"appsettings key {key}: there is no such setting; the keys are named like the flags in --help.");
            else
                values.Offer(setting, $"appsettings key {key}", child.Value is { } text ? Split(setting, text) : ItemsOf(child));
        }
    }

    private static IEnumerable<string> ItemsOf(IConfigurationSection list) =>
        list.GetChildren().Select(item => item.Value).OfType<string>();

    private static string[] Split(Setting setting, string text) =>
        setting.Repeats ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text];
}
