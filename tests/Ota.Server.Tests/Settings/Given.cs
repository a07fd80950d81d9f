using Ota.Server.Settings;

namespace Ota.Server.Tests.Settings;

/// <summary>What the server makes of some settings.</summary>
internal static class Given
{
    public static ServerOptions Options(params (string Name, string Value)[] settings) => Read(settings).Options;

    public static IReadOnlyList<string> Problems(string name, string value) => Read((name, value)).Values.Problems;

    private static (ServerOptions Options, SettingValues Values) Read(params (string Name, string Value)[] settings)
    {
        SettingValues values = new();
        foreach (Setting setting in ServerOptions.Settings)
        {
            string[] given = [.. settings.Where(one => one.Name == setting.Name).Select(one => one.Value)];
            if (given.Length == 0 && setting.Name == "data") given = ["data"];
            values.Offer(setting, setting.Flag, given);
        }
        return (ServerOptions.From(values), values);
    }
}
