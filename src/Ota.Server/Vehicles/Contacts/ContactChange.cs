using System.Globalization;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>What one message of one vehicle changes in what is stored of it.</summary>
internal sealed class ContactChange
{
    /// <summary>Alarms of one vehicle and day that get an event; the others are only counted, so that it cannot fill its history.</summary>
    public const int MostAlarms = 5;

    private readonly List<(EcuSerial Serial, string Key)> _keys = [];
    private readonly List<(EcuSerial Serial, ImageHistory Images)> _images = [];
    private readonly List<VehicleNote> _notes = [];

    private ContactChange(ContactRow after, DateTimeOffset received) => (After, Received) = (after, received);

    public long Vehicle => After.Vehicle;

    public ContactRow After { get; }

    public DateTimeOffset Received { get; }

    /// <summary>Keys in base64 that ECUs show for the first time, or against an unlock.</summary>
    public IReadOnlyList<(EcuSerial Serial, string Key)> Keys => _keys;

    /// <summary>Of ECUs whose images, or when they were shown, are no longer as they were.</summary>
    public IReadOnlyList<(EcuSerial Serial, ImageHistory Images)> Images => _images;

    /// <summary>Whether an inventory was proven, of which rollouts have to hear.</summary>
    public bool IsProven { get; private set; }

    public VehicleNotes Notes => new(Vehicle, Received.ToUnixTimeMilliseconds(), "", _notes, IsChanged);

    private bool IsChanged { get; set; }

    /// <summary>Decides, and gives the message its outcome.</summary>
    /// <param name="write">The message.</param>
    /// <param name="before">The vehicle's contact.</param>
    /// <param name="ecus">The vehicle's ECUs, if the message has an inventory with a verdict. Nobody else changes them now.</param>
    /// <param name="run">This run of the server.</param>
    /// <returns>Null if it was judged with what is no longer so.</returns>
    public static ContactChange? Of(ContactWrite write, ContactRow before, IEnumerable<InventoriedEcu> ecus, string run)
    {
        write.Outcome = ContactOutcome.Stored;
        InventoryStep step = new(before.ToStanding());
        InventoriedEcu[] known = [.. ecus];
        if (write.Inventory is { } inventory)
        {
            step = step.Standing.After(write.Happened.Position, inventory.Digest, inventory.Verdict ?? new InventoryVerdict.Unproven(), write.Received);
            bool isSettled = inventory.Verdict is null ? step.Standing.Knows(inventory.Digest) : InventoriedEcu.BasisOf(known) == inventory.Basis;
            if (!isSettled)
            {
                write.Outcome = ContactOutcome.KeysChanged;
                return null;
            }
        }

        ContactRow after = ContactRow.From(before.Vehicle, before.ToContact().After(write.Happened, write.Received), step.Standing);
        // A death is heard by whoever hears it; it does not make that server the vehicle's.
        after.Run = write.Happened is ContactEvent.Died ? before.Run : run;
        (after.AlarmDay, after.Alarms, after.AlarmDigest) = (before.AlarmDay, before.Alarms, before.AlarmDigest);
        ContactChange change = new(after, write.Received);
        if (step.Taken is { } taken) change.Take(taken, step, known);
        if (step.Problems.Count > 0) change.Alarm(step.Problems, write);
        write.Problems = step.Problems;
        write.InventoryOutcome = OutcomeOf(write.Inventory, step);
        return change;
    }

    private static string OutcomeOf(JudgedInventory? inventory, InventoryStep step)
    {
        if (inventory is null) return "";
        if (step.Problems.Count > 0) return "refused";
        if (step.Taken is null) return step.Standing.Knows(inventory.Digest) ? "repeated" : "unproven";
        return step.Standing.Counter == step.Taken.Counter ? "proven" : "late";
    }

    private void Take(InventoryVerdict.Proven taken, InventoryStep step, InventoriedEcu[] known)
    {
        IsProven = true;
        Dictionary<string, InventoriedEcu> ecus = known.ToDictionary(ecu => ecu.Serial);
        foreach (EcuState state in taken.Ecus)
        {
            if (!state.NewKey.IsEmpty)
            {
                _keys.Add((state.Serial, Convert.ToBase64String(state.NewKey.Span)));
                IsChanged = true;
            }

            ImageHistory before = ecus[state.Serial.Value].ToHistory(step.BeginsAnew);
            ImageHistory after = before.With(state.Image, taken.Counter);
            if (after == before && !step.BeginsAnew) continue;
            _images.Add((state.Serial, after));
            if (after.Current == before.Current && after.Previous == before.Previous) continue;
            bool isLate = step.Standing.Counter != taken.Counter;
            _notes.Add(new VehicleNote(VehicleEventKind.SoftwareChanged, FactsOf(state.Serial, before.Current, state.Image, taken.Counter, isLate)));
            IsChanged = true;
        }
    }

    private void Alarm(IReadOnlyList<InventoryProblem> problems, ContactWrite write)
    {
        long day = write.Received.ToUnixTimeMilliseconds() / (long)TimeSpan.FromDays(1).TotalMilliseconds;
        if (After.AlarmDay != day) (After.AlarmDay, After.Alarms) = (day, 0);
        if (After.AlarmDigest == write.Inventory!.Digest || After.Alarms >= MostAlarms) return;
        After.Alarms++;
        After.AlarmDigest = write.Inventory.Digest;
        write.IsAlarmNoted = true;
        Dictionary<string, string> facts = new() { ["problem"] = ProblemNames.Of(problems[0].Kind) };
        if (problems[0].Ecu.Length > 0) facts["ecu"] = problems[0].Ecu;
        if (problems.Count > 1) facts["more"] = (problems.Count - 1).ToString(CultureInfo.InvariantCulture);
        _notes.Add(new VehicleNote(VehicleEventKind.InventoryAlarm, facts));
    }

    private static Dictionary<string, string> FactsOf(EcuSerial serial, SoftwareImage from, SoftwareImage to, ulong counter, bool isLate)
    {
        Dictionary<string, string> facts = new()
        {
            ["ecu"] = serial.Value,
            ["to"] = TextOf(to),
            ["counter"] = counter.ToString(CultureInfo.InvariantCulture),
        };
        if (isLate) facts["late"] = "yes";
        else if (from != SoftwareImage.None) facts["from"] = TextOf(from);
        return facts;
    }

    private static string TextOf(SoftwareImage image) =>
        string.Join(' ', new[] { image.Name, image.Version, image.Digest }.Where(part => part.Length > 0));
}
