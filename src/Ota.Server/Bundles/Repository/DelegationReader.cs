using System.Text;
using Google.Protobuf.Collections;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Repository;

/// <summary>Reads a delegation that somebody proposes, and finds everything that is wrong with it.</summary>
internal sealed class DelegationReader(OnlineKeys online)
{
    private const int MaxName = 64;
    private const int MostKeys = 32;
    private const int MostPatterns = 100;

    private static readonly JsonLimits KeyLimits = new() { MaxBytes = 16_384, MaxDepth = 8, MaxValues = 100 };

    /// <returns>The role with its keys; null if there are violations.</returns>
    public Delegations? Read(V1.ProposeDelegationRequest request, Violations violations)
    {
        RoleName? name = ReadName(request.Name, violations);
        List<TufKey> keys = ReadKeys(request.Keys, violations);
        if (request.Threshold < 1 || request.Threshold > Math.Max(1, request.Keys.Count))
            violations.Add("threshold", "Not from 1 to the number of keys.");
        List<PathPattern> paths = ReadAll(request.Paths, "paths", PathPattern.TryParse, "Not a pattern such as brake/*, of printable ASCII with ? and * alone.", violations);
        if (request.Paths.Count is 0 or > MostPatterns) violations.Add("paths", $"Not 1 to {MostPatterns}: say which images the role may describe.");
        List<HardwareId> hardware = ReadAll(request.HardwareIds, "hardware_ids", HardwareId.TryParse, "Not a hardware id.", violations);
        if (request.HardwareIds.Count > MostPatterns) violations.Add("hardware_ids", $"More than {MostPatterns}.");
        if (violations.Any) return null;
        DelegatedRole role = new(name!.Value, new RoleKeys([.. keys.Select(key => key.Id)], request.Threshold), request.Terminating)
        {
            Paths = paths,
            HardwareIds = hardware,
        };
        return new Delegations(keys.ToDictionary(key => key.Id), [role]);
    }

    /// <summary>A name that is also good in URLs and file names, and that no version can be mistaken for a part of.</summary>
    public static RoleName? ReadName(string name, Violations violations)
    {
        bool isName = name.Length is > 0 and <= MaxName
            && char.IsAsciiLetterLower(name[0])
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
        RoleName? role = isName ? RoleName.TryParse(name) : null;
        if (role is null)
            violations.Add("name", $"Not 1 to {MaxName} of a-z, 0-9, - and ., a letter first, or one of root, timestamp, snapshot and targets.");
        return role;
    }

    private List<TufKey> ReadKeys(RepeatedField<string> texts, Violations violations)
    {
        if (texts.Count is 0 or > MostKeys) violations.Add("keys", $"Not 1 to {MostKeys}.");
        List<TufKey> keys = [];
        HashSet<string> seen = [];
        foreach (string text in texts.Take(MostKeys))
        {
            TufKey? key = StrictJson.TryRead(Encoding.UTF8.GetBytes(text), KeyLimits, out _) is JsonObject members ? TufKey.TryRead(members) : null;
            if (key?.Fingerprint is null)
                violations.Add("keys", "Not a key object that signatures can be checked with: RSA-PSS of 2048, 3072 or 4096 bits, ECDSA P-256 or Ed25519.");
            else if (!seen.Add(key.Fingerprint))
                violations.Add("keys", $"The key {key.Id} is there twice: it would count once.");
            else if (online.Fingerprints.Contains(key.Fingerprint))
                violations.Add("keys", $"The key {key.Id} is one that this server holds: use keys that are kept offline.");
            else
                keys.Add(key);
        }

        return keys;
    }

    private static List<T> ReadAll<T>(IEnumerable<string> texts, string field, Func<string, T?> parse, string rule, Violations violations)
        where T : class
    {
        List<T> read = [];
        foreach (string text in texts)
        {
            if (parse(text) is { } value) read.Add(value);
            else violations.Add(field, rule);
        }

        return read;
    }
}
