using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Installs;

/// <summary>An event that changed an install, and the state that it led to. The numbers of an install's events are its revisions.</summary>
internal sealed record LedgerEntry(long Number, DateTimeOffset Time, InstallEvent Happened, InstallState State);
