using Microsoft.Extensions.Logging;

namespace Ota.Testing;

/// <summary>One line of a log.</summary>
public sealed record TestLogLine(LogLevel Level, string Category, int EventId, string Text, Exception? Cause)
{
    public override string ToString() => $"{Level} {Category}[{EventId}] {Text} {Cause}";
}
