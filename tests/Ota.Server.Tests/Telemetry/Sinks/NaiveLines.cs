using System.Globalization;
using System.Text;

namespace Ota.Server.Tests.Telemetry.Sinks;

/// <summary>Reads line protocol the slow and obvious way, character by character: what a receiver understands.</summary>
internal static class NaiveLines
{
    public static IEnumerable<(string Vid, string Field, object Value, long Time)> Read(ReadOnlySpan<byte> lines)
    {
        string text = Encoding.UTF8.GetString(lines);
        List<(string, string, object, long)> points = [];
        for (int at = 0; at < text.Length;)
        {
            Until(text, ref at, ",").Should().Be("telemetry");
            Until(text, ref at, "=").Should().Be("vid");
            string vid = Until(text, ref at, " ");
            List<(string Field, object Value)> fields = [];
            do
            {
                string field = Until(text, ref at, "=");
                fields.Add((field, Value(text, ref at)));
            }
            while (text[at++] == ',');
            long time = long.Parse(Until(text, ref at, "\n"), CultureInfo.InvariantCulture);
            points.AddRange(fields.Select(field => (vid, field.Field, field.Value, time)));
        }
        return points;
    }

    private static string Until(string text, ref int at, string end)
    {
        StringBuilder name = new();
        for (; text[at] != end[0]; at++)
        {
            if (text[at] == '\\' && text[at + 1] is ',' or '=' or ' ') at++;
            name.Append(text[at]);
        }
        at++;
        return name.ToString();
    }

    private static object Value(string text, ref int at)
    {
        if (text[at] == '"') return Quoted(text, ref at);
        int start = at;
        while (text[at] is not (',' or ' ')) at++;
        string word = text[start..at];
        return word switch
        {
            "t" => true,
            "f" => false,
            _ when word[^1] == 'i' => long.Parse(word[..^1], CultureInfo.InvariantCulture),
            _ => double.Parse(word, CultureInfo.InvariantCulture),
        };
    }

    private static string Quoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; text[at] != '"'; at++)
        {
            if (text[at] == '\\' && text[at + 1] is '"' or '\\') at++;
            value.Append(text[at]);
        }
        at++;
        return value.ToString();
    }
}
