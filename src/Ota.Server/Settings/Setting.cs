namespace Ota.Server.Settings;

/// <summary>One setting: a flag, an environment variable and an appsettings key at once.</summary>
/// <param name="Name">Lower case with hyphens: the flag without its two hyphens.</param>
/// <param name="Argument">What the value is called in the help; empty for a switch.</param>
/// <param name="Help">One sentence: what it does and what happens without it.</param>
/// <param name="Repeats">Whether it may be given several times.</param>
internal sealed record Setting(string Name, string Argument, string Help, bool Repeats = false)
{
    public bool IsSwitch => Argument.Length == 0;

    public string Flag => $"--{Name}";

    public string Variable => $"OTA_{Name.Replace('-', '_').ToUpperInvariant()}";

    public string Key => $"Ota:{Name}";
}
