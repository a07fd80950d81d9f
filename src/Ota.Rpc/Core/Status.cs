namespace Grpc.Core;

/// <summary>A status code with its message: what the trailers <c>grpc-status</c> and <c>grpc-message</c> carry.</summary>
/// <param name="statusCode">The outcome.</param>
/// <param name="detail">A message for developers, any Unicode text; null is kept as empty.</param>
/// <param name="debugException">The local cause, if any. Never sent.</param>
public readonly struct Status(StatusCode statusCode, string? detail, Exception? debugException) : IEquatable<Status>
{
    /// <summary>Done, without a message.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled, without a message.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    private readonly string? _detail = detail;

    /// <summary>Makes a status without a local cause.</summary>
    /// <param name="statusCode">The outcome.</param>
    /// <param name="detail">A message for developers, any Unicode text.</param>
    public Status(StatusCode statusCode, string? detail) : this(statusCode, detail, null)
    {
    }

    /// <summary>The outcome.</summary>
    public StatusCode StatusCode { get; } = statusCode;

    /// <summary>The message for developers; never null.</summary>
    public string Detail => _detail ?? "";

    /// <summary>The local cause, if any. Never sent.</summary>
    public Exception? DebugException { get; } = debugException;

    /// <summary>Same code and message.</summary>
    public static bool operator ==(Status left, Status right) => left.Equals(right);

    /// <summary>Other code or message.</summary>
    public static bool operator !=(Status left, Status right) => !left.Equals(right);

    /// <summary>Same code and message; the local cause does not count.</summary>
    public bool Equals(Status other) => StatusCode == other.StatusCode && Detail == other.Detail;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Status other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(StatusCode, Detail);

    /// <inheritdoc />
    public override string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
