using System.Collections.Concurrent;

namespace Ota.Server.Rollouts.Control;

/// <summary>What time it is in a market. A country of several zones has the one in which most of its vehicles are.</summary>
internal static class MarketClock
{
    // ISO 3166-1 alpha-2 and the name in the IANA time zone database.
    private const string Table = """
        AD Europe/Andorra|AE Asia/Dubai|AL Europe/Tirane|AM Asia/Yerevan|AR America/Argentina/Buenos_Aires|AT Europe/Vienna|AU Australia/Sydney
        AZ Asia/Baku|BA Europe/Sarajevo|BD Asia/Dhaka|BE Europe/Brussels|BG Europe/Sofia|BH Asia/Bahrain|BO America/La_Paz|BR America/Sao_Paulo
        BY Europe/Minsk|CA America/Toronto|CH Europe/Zurich|CL America/Santiago|CN Asia/Shanghai|CO America/Bogota|CR America/Costa_Rica
        CY Asia/Nicosia|CZ Europe/Prague|DE Europe/Berlin|DK Europe/Copenhagen|DO America/Santo_Domingo|DZ Africa/Algiers|EC America/Guayaquil
        EE Europe/Tallinn|EG Africa/Cairo|ES Europe/Madrid|FI Europe/Helsinki|FR Europe/Paris|GB Europe/London|GE Asia/Tbilisi|GR Europe/Athens
        GT America/Guatemala|HK Asia/Hong_Kong|HR Europe/Zagreb|HU Europe/Budapest|ID Asia/Jakarta|IE Europe/Dublin|IL Asia/Jerusalem
        IN Asia/Kolkata|IQ Asia/Baghdad|IS Atlantic/Reykjavik|IT Europe/Rome|JO Asia/Amman|JP Asia/Tokyo|KE Africa/Nairobi|KR Asia/Seoul
        KW Asia/Kuwait|KZ Asia/Almaty|LB Asia/Beirut|LI Europe/Vaduz|LK Asia/Colombo|LT Europe/Vilnius|LU Europe/Luxembourg|LV Europe/Riga
        MA Africa/Casablanca|MC Europe/Monaco|MD Europe/Chisinau|ME Europe/Podgorica|MK Europe/Skopje|MO Asia/Macau|MT Europe/Malta
        MX America/Mexico_City|MY Asia/Kuala_Lumpur|NG Africa/Lagos|NL Europe/Amsterdam|NO Europe/Oslo|NZ Pacific/Auckland|OM Asia/Muscat
        PA America/Panama|PE America/Lima|PH Asia/Manila|PK Asia/Karachi|PL Europe/Warsaw|PR America/Puerto_Rico|PT Europe/Lisbon
        PY America/Asuncion|QA Asia/Qatar|RO Europe/Bucharest|RS Europe/Belgrade|RU Europe/Moscow|SA Asia/Riyadh|SE Europe/Stockholm
        SG Asia/Singapore|SI Europe/Ljubljana|SK Europe/Bratislava|SM Europe/San_Marino|TH Asia/Bangkok|TN Africa/Tunis|TR Europe/Istanbul
        TW Asia/Taipei|UA Europe/Kyiv|US America/New_York|UY America/Montevideo|UZ Asia/Tashkent|VA Europe/Vatican|VE America/Caracas
        VN Asia/Ho_Chi_Minh|XK Europe/Belgrade|ZA Africa/Johannesburg
        """;

    private static readonly Dictionary<string, string> Zones = Table
        .Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(entry => entry[..2], entry => entry[3..], StringComparer.OrdinalIgnoreCase);

    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Local time less UTC at a moment; zero for a market that is not known.</summary>
    public static TimeSpan OffsetOf(string market, DateTimeOffset now) =>
        Zones.ContainsKey(market) ? Found.GetOrAdd(market, Find).GetUtcOffset(now) : TimeSpan.Zero;

    // A machine without the time zone database keeps UTC everywhere: windows are then of the backend's time, and still hold.
    private static TimeZoneInfo Find(string market) => TimeZoneInfo.TryFindSystemTimeZoneById(Zones[market], out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;
}
