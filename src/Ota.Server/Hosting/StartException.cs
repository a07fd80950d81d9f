namespace Ota.Server.Hosting;

/// <summary>The server cannot start for a reason that its operator can mend: one sentence that says what and how.</summary>
internal sealed class StartException(string sentence, Exception? cause = null) : Exception(sentence, cause);
