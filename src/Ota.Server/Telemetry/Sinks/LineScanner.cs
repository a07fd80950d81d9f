namespace Ota.Server.Telemetry.Sinks;

/// <summary>Finds lines and their values again, for a batch that the receiver wants in smaller parts.</summary>
internal static class LineScanner
{
    /// <summary>The length of the first line, with its line break, and how many values it has.</summary>
    public static int FirstLine(ReadOnlySpan<byte> lines, out int points)
    {
        points = 1;
        bool inFields = false;
        bool inText = false;
        for (int i = 0; i < lines.Length; i++)
        {
            switch (lines[i])
            {
                case (byte)'\\':
                    i++; // Outside of texts it never stands before a line break.
                    break;
                case (byte)'"' when inFields:
                    inText = !inText;
                    break;
                case (byte)' ' when !inText:
                    inFields = true;
                    break;
                case (byte)',' when inFields && !inText:
                    points++;
                    break;
                case (byte)'\n' when !inText:
                    return i + 1;
            }
        }
        return lines.Length;
    }

    public static int Points(ReadOnlySpan<byte> lines)
    {
        int sum = 0;
        for (; !lines.IsEmpty; sum += FirstLineInto(ref lines))
        {
        }
        return sum;
    }

    /// <summary>Where the line begins that reaches past the middle, or the end of the first; the whole length for one line.</summary>
    public static int Middle(ReadOnlySpan<byte> lines)
    {
        int end = 0;
        while (end < lines.Length)
        {
            int next = end + FirstLine(lines[end..], out _);
            if (next > lines.Length / 2) return end == 0 ? next : end;
            end = next;
        }
        return end;
    }

    private static int FirstLineInto(ref ReadOnlySpan<byte> lines)
    {
        lines = lines[FirstLine(lines, out int points)..];
        return points;
    }
}
