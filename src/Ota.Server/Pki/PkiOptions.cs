using Ota.Server.Settings;

namespace Ota.Server.Pki;

/// <summary>What the server's certificate says.</summary>
internal sealed record PkiOptions
{
    public static readonly Setting[] Settings =
    [
        new(
            "server-name", "NAME",
            "DNS name or IP address by which clients reach the server, besides localhost and the machine's name.",
            "none", Repeats: true),
    ];

    public IReadOnlyList<string> ServerNames { get; init; } = [];

    public static PkiOptions From(SettingValues values)
    {
        foreach (string name in values.List("server-name").Where(name => Uri.CheckHostName(name) == UriHostNameType.Unknown))
            values.Problem("server-name", $"\"{name}\" is neither a DNS name nor an IP address; use what clients put into their URL.");
        return new PkiOptions { ServerNames = values.List("server-name") };
    }
}
