namespace Ota.Core.Rollouts.Control;

/// <summary>How fast one market was offered lately.</summary>
/// <param name="Market">ISO 3166; empty for vehicles without one.</param>
/// <param name="LastHour">Offers in the hour before now.</param>
/// <param name="UtcOffset">Its local time less UTC, now.</param>
public sealed record MarketPace(string Market, long LastHour, TimeSpan UtcOffset);
