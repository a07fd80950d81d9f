using System.Collections;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Ota.Server.Audit;

/// <summary>
/// A request in one line for the audit log. Fields marked debug_redact in the .proto file are named, not shown; bytes and long
/// texts are cut, so that a request cannot fill the log.
/// </summary>
internal static class RequestSummary
{
    private const int MaxLength = 500;
    private const int MaxText = 80;
    private const int MaxItems = 8;
    private const int MaxDepth = 4;

    public static string Of(IMessage message)
    {
        StringBuilder line = new();
        AppendFields(line, message, depth: 0);
        return line.Length <= MaxLength ? line.ToString() : line.ToString(0, MaxLength - 3) + "...";
    }

    private static void AppendFields(StringBuilder line, IMessage message, int depth)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (line.Length > MaxLength) return;
            object? value = field.Accessor.GetValue(message);
            if (!IsSet(field, message, value)) continue;
            if (line.Length > 0 && line[^1] is not ('{' or '[')) line.Append(' ');
            line.Append(field.Name).Append(": ");
            if (field.GetOptions()?.DebugRedact == true)
                line.Append("[redacted]");
            else
                AppendValue(line, value, depth);
        }
    }

    private static bool IsSet(FieldDescriptor field, IMessage message, object? value)
    {
        if (field.HasPresence) return field.Accessor.HasValue(message);
        return value switch
        {
            null => false,
            string text => text.Length > 0,
            ByteString bytes => bytes.Length > 0,
            ICollection items => items.Count > 0,
            bool flag => flag,
            _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
        };
    }

    private static void AppendValue(StringBuilder line, object? value, int depth)
    {
        switch (value)
        {
            case IMessage message:
                line.Append('{');
                if (depth < MaxDepth) AppendFields(line, message, depth + 1);
                line.Append('}');
                break;
            case IDictionary map:
                line.Append(CultureInfo.InvariantCulture, $"{map.Count} entries");
                break;
            case IList items:
                AppendItems(line, items, depth);
                break;
            case ByteString bytes:
                line.Append(CultureInfo.InvariantCulture, $"{bytes.Length} bytes");
                break;
            case string text:
                AppendText(line, text);
                break;
            default:
                line.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AppendItems(StringBuilder line, IList items, int depth)
    {
        line.Append('[');
        for (int i = 0; i < items.Count && i < MaxItems; i++)
        {
            if (i > 0) line.Append(", ");
            AppendValue(line, items[i], depth);
        }

        if (items.Count > MaxItems) line.Append(CultureInfo.InvariantCulture, $", {items.Count - MaxItems} more");
        line.Append(']');
    }

    // Control characters would break the line, and PostgreSQL takes no NUL.
    private static void AppendText(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (char c in text.Take(MaxText)) line.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '"' ? '?' : c);
        line.Append(text.Length > MaxText ? "...\"" : "\"");
    }
}
