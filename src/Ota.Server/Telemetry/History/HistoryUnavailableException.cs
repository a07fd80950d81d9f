namespace Ota.Server.Telemetry.History;

/// <summary>Messages cannot be stored at the moment.</summary>
internal sealed class HistoryUnavailableException(string sentence, Exception? cause = null) : Exception(sentence, cause);
