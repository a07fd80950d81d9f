namespace Ota.Server.Settings;

/// <summary>One setting: a flag, an environment variable and an appsettings key at once.</summary>
/// <param name="Name">Lower case with hyphens: the flag without its two hyphens.</param>
/// <param name="Argument">What the value is called in the help, by its unit if it has one; empty for a switch.</param>
/// <param name="Help">What it does, in a sentence or two.</param>
/// <param name="Default">What holds without it: a value that can be given as well, or words.</param>
/// <param name="Repeats">Whether it may be given several times.</param>
internal sealed record Setting(string Name, string Argument, string Help, string Default, bool Repeats = false)
{
    public bool IsRequired => Default == "required";

    public bool IsSwitch => Argument.Length == 0;

    public string Flag => $"--{Name}";

    public string Variable => $"OTA_{Name.Replace('-', '_').ToUpperInvariant()}";

    public string Key => $"Ota:{Name}";
}
