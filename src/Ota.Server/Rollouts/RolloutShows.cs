namespace Ota.Server.Rollouts;

/// <summary>The parts of the service that show vehicles, reports and what goes on.</summary>
internal sealed record RolloutShows(RolloutWatching Watching, InstallViews Installs, ReportStream Reports, Explanations Explanations);
