using Ota.Server.Settings;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Reads a sink from its URL, whose query says database, credentials and the like.</summary>
internal sealed class SinkTargetReader(SettingValues values, string setting)
{
    private static readonly string[] Known = ["db", "rp", "org", "bucket", "user", "password-file", "token-file", "gzip"];

    private string _shown = "";
    private bool _ok;

    /// <summary>Null after a problem was reported.</summary>
    public SinkTarget? Read(string text, bool isInflux)
    {
        _ok = true;
        _shown = text.Contains('@') ? "the URL" : text.Split('?')[0]; // What stands before @ may be a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            return Wrong("not an http or https URL; use one such as http://influx:8086?db=ota.");
        if (url.UserInfo.Length > 0)
            return Wrong("carries a password, which would show in process lists; use user= and password-file= in the query.");
        Dictionary<string, string> query = ReadQuery(url);
        bool isV2 = isInflux && (query.ContainsKey("org") || query.ContainsKey("bucket"));
        SinkTarget target = new()
        {
            Kind = !isInflux ? SinkKind.VictoriaMetrics : isV2 ? SinkKind.InfluxV2 : SinkKind.InfluxV1,
            Name = NameOf(url, isInflux, query),
            Url = new Uri(url.GetLeftPart(UriPartial.Path)),
            Database = query.GetValueOrDefault("db", isInflux && !isV2 ? "ota" : null!),
            RetentionPolicy = query.GetValueOrDefault("rp"),
            Organization = query.GetValueOrDefault("org"),
            Bucket = query.GetValueOrDefault("bucket"),
            User = query.GetValueOrDefault("user"),
            PasswordFile = Secret(query, "password-file"),
            TokenFile = Secret(query, "token-file"),
            Gzip = query.GetValueOrDefault("gzip", url.IsLoopback ? "off" : "on") == "on",
        };
        Check(target, query);
        return _ok ? target : null;
    }

    private static string NameOf(Uri url, bool isInflux, Dictionary<string, string> query)
    {
        string place = query.GetValueOrDefault("bucket") ?? query.GetValueOrDefault("db") ?? "";
        string name = $"{(isInflux ? "influx" : "victoria-metrics")}-{url.Host}-{url.Port}-{place}".TrimEnd('-');
        return string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
    }

    private void Check(SinkTarget target, Dictionary<string, string> query)
    {
        if (query.GetValueOrDefault("gzip", "on") is not ("on" or "off")) Wrong("gzip= is on or off.");
        if ((target.User is null) != (target.PasswordFile is null)) Wrong("user= and password-file= go together; give both or none.");
        if (target.TokenFile is not null && target.User is not null) Wrong("give either token-file= or user=, not both.");
        if (target.Kind == SinkKind.InfluxV2 && (target.Organization is null || target.Bucket is null || target.TokenFile is null))
            Wrong("InfluxDB 2 needs org=, bucket= and token-file=; InfluxDB 1 needs db= only.");
        if (target.Kind == SinkKind.InfluxV1 && target.TokenFile is not null)
            Wrong("InfluxDB 1 knows no tokens; use user= and password-file=, or org= and bucket= for InfluxDB 2.");
    }

    private Dictionary<string, string> ReadQuery(Uri url)
    {
        Dictionary<string, string> query = [];
        foreach (string pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string name = Uri.UnescapeDataString(parts[0]);
            if (!Known.Contains(name))
                Wrong($"\"{name}\" is unknown; the query may have {string.Join(", ", Known)}.");
            else if (parts.Length < 2 || parts[1].Length == 0 || !query.TryAdd(name, Uri.UnescapeDataString(parts[1])))
                Wrong($"{name}= needs one value.");
        }
        return query;
    }

    private string? Secret(Dictionary<string, string> query, string name)
    {
        if (!query.TryGetValue(name, out string? file)) return null;
        if (!File.Exists(file)) Wrong($"{name}={file} is not there or may not be read; it holds the secret and nothing else.");
        return Path.GetFullPath(file);
    }

    private SinkTarget? Wrong(string what)
    {
        values.Problem(setting, $"{_shown}: {what}");
        _ok = false;
        return null;
    }
}
