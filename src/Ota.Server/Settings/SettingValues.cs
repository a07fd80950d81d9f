using System.Globalization;

namespace Ota.Server.Settings;

/// <summary>What was set, by name, with typed access that collects every problem instead of stopping at the first.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<string, (string Source, List<string> Values)> _values = [];
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Takes a value from a source; the first source that names a setting wins.</summary>
    public void Offer(Setting setting, string source, IEnumerable<string> values)
    {
        string[] given = [.. values];
        if (given.Length > 0) _values.TryAdd(setting.Name, (source, [.. given]));
    }

    public void Problem(string name, string whatToDo)
    {
        string problem = $"{SourceOf(name)}: {whatToDo}";
        if (!_problems.Contains(problem)) _problems.Add(problem); // Several features may ask for one setting.
    }

    public void Complain(string problem) => _problems.Add(problem);

    public string? Text(string name) => _values.TryGetValue(name, out (string, List<string> Values) found) ? found.Values[^1] : null;

    public IReadOnlyList<string> List(string name) =>
        _values.TryGetValue(name, out (string, List<string> Values) found) ? found.Values : [];

    public bool Switch(string name)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case "true" or "1" or "yes" or "on":
                return true;
            case null or "false" or "0" or "no" or "off":
                return false;
            default:
                Problem(name, $"\"{Text(name)}\" is neither true nor false; use one of these.");
                return false;
        }
    }

    public int? Port(string name) => Number(name, 0, ushort.MaxValue, "0 stands for any free port");

    public int? Number(string name, int min, int max, string hint)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max)
            return number;
        Problem(name, $"\"{text}\" does not fit; use a whole number from {min} to {max} ({hint}).");
        return null;
    }

    public string Choice(string name, string[] choices)
    {
        string text = Text(name) ?? choices[0];
        if (!choices.Contains(text)) Problem(name, $"\"{text}\" is unknown; use {string.Join(" or ", choices)}.");
        return text;
    }

    private string SourceOf(string name) =>
        _values.TryGetValue(name, out (string Source, List<string>) found) ? found.Source : $"--{name}";
}
