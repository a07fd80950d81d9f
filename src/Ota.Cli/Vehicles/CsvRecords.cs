using System.Text;

namespace Ota.Cli.Vehicles;

/// <summary>Reads comma-separated values (RFC 4180): quoted fields may hold commas, quotes and line ends.</summary>
internal sealed class CsvRecords(TextReader text, char separator)
{
    private const int LongestField = 1 << 20;

    private readonly StringBuilder _quoted = new();
    private long _line;

    /// <returns>The fields and the line where the record begins; null at the end. Null fields if a quotation mark is never closed.</returns>
    public (long Line, List<string>? Fields)? Next()
    {
        string? line;
        do
        {
            line = text.ReadLine();
            _line++;
        }
        while (line is { Length: 0 });
        if (line is null) return null;
        long begins = _line;
        return (begins, Split(line));
    }

    private List<string>? Split(string line)
    {
        List<string> fields = [];
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (ReadQuoted(ref line, ref at) is not { } field) return null;
                fields.Add(field);
            }
            else
            {
                int end = line.IndexOf(separator, at);
                if (end < 0) end = line.Length;
                fields.Add(line[at..end].Trim());
                at = end;
            }

            if (at == line.Length) return fields;
            if (line[at++] != separator) return null;
        }
    }

    private string? ReadQuoted(ref string line, ref int at)
    {
        _quoted.Clear();
        at++;
        while (_quoted.Length <= LongestField)
        {
            int end = line.IndexOf('"', at);
            if (end < 0)
            {
                _quoted.Append(line, at, line.Length - at).Append('\n');
                if (text.ReadLine() is not { } next) return null;
                (line, at) = (next, 0);
                _line++;
                continue;
            }

            _quoted.Append(line, at, end - at);
            at = end + 1;
            if (at == line.Length || line[at] != '"') return _quoted.ToString();
            _quoted.Append('"');
            at++;
        }

        return null;
    }
}
