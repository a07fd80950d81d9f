using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ota.Testing;

/// <summary>Collects what is logged; a test that ends with <see cref="ThrowIfErrors"/> fails on an error that it did not expect.</summary>
public sealed class TestLog : ILoggerProvider
{
    private readonly ConcurrentQueue<TestLogLine> _lines = new();
    private readonly ConcurrentDictionary<int, bool> _expected = new();

    public IReadOnlyCollection<TestLogLine> Lines => _lines;

    /// <summary>From now on, errors with this event id are part of the test.</summary>
    public void Expect(int eventId) => _expected[eventId] = true;

    /// <exception cref="InvalidOperationException">Something was logged as an error that no <see cref="Expect"/> announced.</exception>
    public void ThrowIfErrors()
    {
        string[] errors = [.. _lines.Where(line => line.Level >= LogLevel.Error && !_expected.ContainsKey(line.EventId)).Select(line => line.ToString())];
        if (errors.Length > 0) throw new InvalidOperationException("Unexpected errors in the log:\n" + string.Join('\n', errors));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // Owned by the test, which reads the lines after the host has disposed of its providers.
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._lines.Enqueue(new TestLogLine(logLevel, category, eventId.Id, formatter(state, exception), exception));
    }
}
