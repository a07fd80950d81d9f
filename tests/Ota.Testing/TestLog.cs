using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ota.Testing;

/// <summary>Collects what is logged; a test that ends with <see cref="ThrowIfErrors"/> fails on an error that it did not expect.</summary>
public sealed class TestLog : ILoggerProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<TestLogLine> _lines = new();
    private readonly Lock _sync = new();
    private readonly List<(int EventId, int Times, TaskCompletionSource Seen)> _waiting = [];
    private readonly ConcurrentDictionary<int, bool> _expected = new();

    public IReadOnlyCollection<TestLogLine> Lines => _lines;

    /// <summary>From now on, errors with this event id are part of the test.</summary>
    public void Expect(int eventId) => _expected[eventId] = true;

    /// <summary>Completes when so many lines with this event id were written since the beginning.</summary>
    public Task SeenAsync(int eventId, int times = 1)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync) _waiting.Add((eventId, times, seen));
        Tell(eventId);
        return seen.Task.WaitAsync(Patience);
    }

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

    private void Tell(int eventId)
    {
        lock (_sync)
        {
            foreach ((int id, int times, TaskCompletionSource seen) in _waiting)
            {
                if (id == eventId && _lines.Count(line => line.EventId == eventId) >= times) seen.TrySetResult();
            }
        }
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            log._lines.Enqueue(new TestLogLine(logLevel, category, eventId.Id, formatter(state, exception), exception));
            log.Tell(eventId.Id);
        }
    }
}
