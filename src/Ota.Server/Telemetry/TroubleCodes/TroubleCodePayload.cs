using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>What a report says, checked; its times are the vehicle's.</summary>
internal sealed record TroubleCodePayload(BatchHeader Header, bool IsFull, IReadOnlyList<TroubleCodeChange> Changes);
