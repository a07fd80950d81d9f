using Microsoft.Extensions.Logging;

namespace Ota.Bench.Rollouts;

/// <summary>Shows errors of the server under measurement, and nothing else: a clock that leaps makes many warnings.</summary>
internal sealed class ErrorLines : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Console.WriteLine($"error {eventId.Id}: {formatter(state, exception)} {exception?.Message}");
    }

    public void Dispose()
    {
    }
}
