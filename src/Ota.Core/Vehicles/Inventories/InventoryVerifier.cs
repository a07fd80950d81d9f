namespace Ota.Core.Vehicles.Inventories;

/// <summary>
/// Judges a signed inventory against the register (Uptane 5.4.2.1 and the Director's checks): made for this vehicle, each registered ECU
/// once and no other, each report signed by its ECU and all of it by the primary. An ECU without a registered key is believed on the
/// primary's word. Whether the counter is fresh depends on what came before and is judged where that is known.
/// </summary>
public static class InventoryVerifier
{
    /// <summary>The largest inventory taken, in bytes: 200 reports with RSA signatures and new keys stay below.</summary>
    public const int MaxSize = 512 * 1024;

    /// <summary>Judges one.</summary>
    /// <param name="signed">The bytes of a SignedInventory, or anything else.</param>
    /// <param name="vehicle">Who sent it, by its certificate.</param>
    /// <param name="ecus">The vehicle's ECUs.</param>
    public static InventoryVerdict Verify(ReadOnlyMemory<byte> signed, Vid vehicle, IReadOnlyList<RegisteredEcu> ecus)
    {
        ArgumentNullException.ThrowIfNull(ecus);
        if (signed.Length > MaxSize
            || InventoryReader.TryReadSigned(signed) is not { } whole
            || InventoryReader.TryReadInventory(whole.Content) is not { } inventory)
            return new InventoryVerdict.Refused([new InventoryProblem(InventoryProblemKind.Malformed)]);
        using Judgement judgement = new(vehicle, ecus);
        return judgement.Judge(whole, inventory);
    }

    private sealed class Judgement(Vid vehicle, IReadOnlyList<RegisteredEcu> ecus) : IDisposable
    {
        private readonly byte[] _vid = Convert.FromHexString(vehicle.Value);
        private readonly List<InventoryProblem> _problems = [];
        private readonly List<EcuState> _states = [];
        private SignatureKey? _primary; // Kept, since it signs twice.
        private ReadOnlyMemory<byte> _primaryKey;

        public InventoryVerdict Judge(SignedPart whole, ReadInventory inventory)
        {
            RegisteredEcu? primary = ecus.SingleOrNone(ecu => ecu.Role == EcuRole.Primary);
            if (!inventory.Vid.Span.SequenceEqual(_vid)) Add(InventoryProblemKind.OtherVehicle);
            JudgeReports(inventory);
            if (primary is null || primary.Key.IsEmpty)
                return _problems.Count > 0 ? new InventoryVerdict.Refused(_problems) : new InventoryVerdict.Unproven();

            // The primary signs twice, its report and all of it, with one key: the one that it shows in the report, if that is new.
            ReadOnlyMemory<byte> shown = _states.Find(state => state.Serial == primary.Serial)?.NewKey ?? default;
            ReadOnlyMemory<byte> key = shown.IsEmpty ? primary.Key : shown;
            JudgeSignature(whole, key, "");
            return _problems.Count > 0
                ? new InventoryVerdict.Refused(_problems)
                : new InventoryVerdict.Proven(
                    inventory.Counter, Convert.ToHexStringLower(EcuSignature.KeyIdOf(key.Span)), inventory.Nonce.ToArray(), _states);
        }

        private void JudgeReports(ReadInventory inventory)
        {
            Dictionary<EcuSerial, RegisteredEcu> missing = ecus.ToDictionary(ecu => ecu.Serial);
            HashSet<EcuSerial> known = [.. missing.Keys];
            foreach (SignedPart part in inventory.Reports)
            {
                if (InventoryReader.TryReadReport(part.Content) is not { } report) Add(InventoryProblemKind.Malformed);
                else if (missing.Remove(report.Serial, out RegisteredEcu? ecu)) JudgeReport(part, report, ecu);
                else Add(known.Contains(report.Serial) ? InventoryProblemKind.RepeatedEcu : InventoryProblemKind.UnknownEcu, report.Serial.Value);
            }

            foreach (EcuSerial serial in missing.Keys) Add(InventoryProblemKind.MissingEcu, serial.Value);
        }

        private void JudgeReport(SignedPart part, ReadReport report, RegisteredEcu ecu)
        {
            string serial = ecu.Serial.Value;
            if (!report.Vid.Span.SequenceEqual(_vid)) Add(InventoryProblemKind.OtherVehicle, serial);
            if (report.Hardware != ecu.Hardware || report.Role != ecu.Role) Add(InventoryProblemKind.OtherHardware, serial);
            ReadOnlyMemory<byte> newKey = NewKeyOf(part, ecu);
            ReadOnlyMemory<byte> key = newKey.IsEmpty ? ecu.Key : newKey;
            if (ecu.Role == EcuRole.Primary) KeepPrimary(key);
            if (!key.IsEmpty) JudgeSignature(part, key, serial);
            else if (part.Signature is not null) Add(InventoryProblemKind.UnexpectedKey, serial); // Of a key that it does not show.
            _states.Add(new EcuState(ecu.Serial, report.Image, report.Length, newKey));
        }

        // A key that is shown counts only where the register has none, or an unlock allows another.
        private static ReadOnlyMemory<byte> NewKeyOf(SignedPart part, RegisteredEcu ecu)
        {
            if (part.Signature is not { PublicKey: { IsEmpty: false } shown }) return default;
            bool isAllowed = ecu.Key.IsEmpty || (ecu.IsUnlocked && !shown.Span.SequenceEqual(ecu.Key.Span));
            return isAllowed && EcuKey.HasForm(shown.Span) ? shown.ToArray() : default;
        }

        private void JudgeSignature(SignedPart part, ReadOnlyMemory<byte> key, string serial)
        {
            if (part.Signature is not { } signature) Add(InventoryProblemKind.NotSigned, serial);
            else if (!signature.KeyId.Span.SequenceEqual(EcuSignature.KeyIdOf(key.Span)) || !ShowsNoOther(signature, key)) Add(InventoryProblemKind.UnexpectedKey, serial);
            else if (!Verifies(key, part.Content.Span, signature.Value.Span)) Add(InventoryProblemKind.BadSignature, serial);
        }

        private void KeepPrimary(ReadOnlyMemory<byte> key)
        {
            _primary?.Dispose();
            (_primary, _primaryKey) = (new SignatureKey(key.Span), key);
        }

        private bool Verifies(ReadOnlyMemory<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
            _primary is not null && _primaryKey.Span.SequenceEqual(key.Span)
                ? _primary.Verifies(content, signature)
                : EcuSignature.Verifies(key.Span, content, signature);

        private static bool ShowsNoOther(WireSignature signature, ReadOnlyMemory<byte> key) =>
            signature.PublicKey.IsEmpty || signature.PublicKey.Span.SequenceEqual(key.Span);

        public void Dispose() => _primary?.Dispose();

        private void Add(InventoryProblemKind kind, string ecu = "") => _problems.Add(new InventoryProblem(kind, ecu));
    }

    private static T? SingleOrNone<T>(this IEnumerable<T> all, Func<T, bool> isIt)
        where T : class
    {
        T[] found = [.. all.Where(isIt).Take(2)];
        return found.Length == 1 ? found[0] : null;
    }
}
