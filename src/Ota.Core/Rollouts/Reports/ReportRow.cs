using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Reports;

/// <summary>One vehicle in a completion report: by vid, since VINs stay in their table.</summary>
/// <param name="Vid">32 hexadecimal digits.</param>
/// <param name="Market">ISO 3166, or empty.</param>
/// <param name="Model">Of the vehicle.</param>
/// <param name="Install">As it was at the as-of time.</param>
/// <param name="LastContact">Up to the as-of time, as far as this rollout heard; null if never.</param>
public sealed record ReportRow(string Vid, string Market, string Model, Install Install, DateTimeOffset? LastContact);
