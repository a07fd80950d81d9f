using Google.Protobuf.WellKnownTypes;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;

namespace Ota.Server.Vehicles;

/// <summary>Checks what requests want changed.</summary>
internal static class VehicleChangesReader
{
    private const int MaxReason = 200;

    private static readonly TimeSpan DefaultUnlock = TimeSpan.FromHours(24);

    private static readonly TimeSpan LongestUnlock = TimeSpan.FromDays(30);

    public static void CheckTags(V1.TagVehicleRequest request, Violations violations)
    {
        if (request.Set.Count == 0 && request.Remove.Count == 0) violations.Add("set", "Empty, and so is remove; give a tag to set or to remove.");
        if (request.Set.Count > Vehicle.MaxTags) violations.Add("set", $"More than {Vehicle.MaxTags} tags; a vehicle keeps no more.");
        if (request.Remove.Count > Vehicle.MaxTags) violations.Add("remove", $"More than {Vehicle.MaxTags} tags; a vehicle keeps no more.");
        if (!request.Set.Keys.All(TagName.IsValid)) violations.Add("set", $"One is no name of a tag: {TagName.Rule}.");
        if (!request.Remove.All(TagName.IsValid)) violations.Add("remove", $"One is no name of a tag: {TagName.Rule}.");
        if (!request.Set.Values.All(value => value.Length == 0 || Label.IsValid(value))) violations.Add("set", $"One value cannot be kept: {Label.Rule}.");
        if (request.Remove.Any(request.Set.ContainsKey)) violations.Add("remove", "Holds a tag that set holds too; decide for one.");
    }

    public static void CheckReason(string reason, Violations violations)
    {
        if (!Label.IsValid(reason, MaxReason)) violations.Add("reason", $"Not 1 to {MaxReason} characters in one line; say why.");
    }

    public static VehicleStatus ReadStatus(V1.VehicleStatus status, Violations violations)
    {
        if (!System.Enum.IsDefined((VehicleStatus)status)) violations.Add("status", "Not a status; use a value of ota.v1.VehicleStatus.");
        return (VehicleStatus)status;
    }

    public static EcuSerial? ReadSerial(string text, Violations violations)
    {
        EcuSerial? serial = EcuSerial.TryParse(text);
        if (serial is null) violations.Add("serial", $"No serial number: {Token.Rule}.");
        return serial;
    }

    public static TimeSpan ReadLifetime(Duration? lifetime, Violations violations)
    {
        if (lifetime is null) return DefaultUnlock;
        if (lifetime.Seconds > 0 && lifetime.Seconds <= LongestUnlock.TotalSeconds && lifetime.Nanos is >= 0 and < 1_000_000_000) return lifetime.ToTimeSpan();
        violations.Add("lifetime", "Not from one second to 30 days.");
        return DefaultUnlock;
    }

    public static DateTimeOffset ReadStart(Timestamp? start, DateTimeOffset now, Violations violations)
    {
        if (start is null) return now;
        bool isTime = start.Seconds is >= 0 and < 253_402_300_800 && start.Nanos is >= 0 and < 1_000_000_000;
        if (isTime && start.ToDateTimeOffset() <= now) return start.ToDateTimeOffset();
        violations.Add("start_time", "Not a time between 1970 and now.");
        return now;
    }
}
