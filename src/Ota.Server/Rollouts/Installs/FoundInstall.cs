using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Installs;

/// <summary>An install with its rollout, read together.</summary>
internal sealed record FoundInstall(Rollout Rollout, Install Install, string Market = "");
