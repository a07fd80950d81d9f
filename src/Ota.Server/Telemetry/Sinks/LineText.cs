using System.Buffers;
using System.Text.Unicode;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Names and texts in line protocol. Methods return the bytes written, or -1 for what no reader would read back.</summary>
internal static class LineText
{
    /// <summary>The most bytes that one UTF-16 unit becomes: three in UTF-8, or two when escaped.</summary>
    public const int MaxBytesPerChar = 3;

    private const int VinLength = 17;

    private static readonly SearchValues<char> VinAlphabet = SearchValues.Create("0123456789ABCDEFGHJKLMNPRSTUVWXYZ");

    public static bool LooksLikeVin(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.Length == VinLength && !text.ContainsAnyExcept(VinAlphabet);
    }

    /// <summary>A tag value or field name: comma, equals sign and space are escaped.</summary>
    public static int WriteName(ReadOnlySpan<char> name, Span<byte> to)
    {
        int written = 0;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (c >= 0x7F) return WriteRest(name[i..], to, written);
            if (c < ' ' || c == '"') return -1; // A line break ends the line, a quote begins a text: neither can be escaped here.
            if (c is ',' or '=' or ' ') to[written++] = (byte)'\\';
            // A backslash stands for itself except before what it would escape, where no reader could tell the two apart.
            if (c == '\\' && (i + 1 == name.Length || name[i + 1] is ',' or '=' or ' ' or '\\')) return -1;
            to[written++] = (byte)c;
        }
        return written == 0 ? -1 : written;
    }

    /// <summary>A field name that becomes a Prometheus metric name.</summary>
    public static int WritePlainName(ReadOnlySpan<char> name, Span<byte> to)
    {
        for (int i = 0; i < name.Length; i++) to[i] = char.IsAsciiLetterOrDigit(name[i]) ? (byte)name[i] : (byte)'_';
        return name.IsEmpty ? -1 : name.Length;
    }

    /// <summary>A text in double quotes, in which quotes and backslashes are escaped.</summary>
    public static int WriteText(ReadOnlySpan<char> text, Span<byte> to)
    {
        int written = 0;
        to[written++] = (byte)'"';
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAny('"', '\\');
            if (plain < 0) plain = text.Length;
            Utf8.FromUtf16(text[..plain], to[written..], out _, out int bytes); // What is no character becomes U+FFFD.
            written += bytes;
            text = text[plain..];
            if (text.IsEmpty) break;
            to[written++] = (byte)'\\';
            to[written++] = (byte)text[0];
            text = text[1..];
        }
        to[written++] = (byte)'"';
        return written;
    }

    private static int WriteRest(ReadOnlySpan<char> name, Span<byte> to, int written)
    {
        int end = name.IndexOfAnyInRange(' ', '~');
        ReadOnlySpan<char> foreign = end < 0 ? name : name[..end];
        if (foreign.ContainsAnyInRange('\0', '\u001F') || foreign.ContainsAnyInRange('\u007F', '\u009F')) return -1;
        Utf8.FromUtf16(foreign, to[written..], out _, out int bytes);
        written += bytes;
        if (end < 0) return written;
        int rest = WriteName(name[end..], to[written..]);
        return rest < 0 ? -1 : written + rest;
    }
}
