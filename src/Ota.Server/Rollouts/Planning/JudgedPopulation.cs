using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;

namespace Ota.Server.Rollouts.Planning;

/// <summary>A whole population with its verdicts, in the order of vehicles, and what is counted of it. Some 200 bytes a vehicle.</summary>
internal sealed class JudgedPopulation(DateTimeOffset now)
{
    /// <summary>Vehicles of one rollout: what one server may keep of them in memory.</summary>
    public const int MostVehicles = 5_000_000;

    /// <summary>Sentences of their own: when nearly each vehicle has another one, what is left out says <see cref="Explanations"/> on request.</summary>
    public const int MostSentences = 200_000;

    private const int MostDays = 90;
    private const int LongestSentence = 300;
    private const string SentenceLeftOut = "As for many others of the population; ExplainVehicle says it in full.";

    private readonly List<JudgedVehicle> _vehicles = [];
    private readonly Numbered<(InstallState State, FailureReason? Reason)> _kinds = new();
    private readonly List<long> _kindCounts = [];
    private readonly Numbered<string> _sentences = new();
    private readonly Numbered<string> _markets = new();
    private readonly Numbered<(string Model, int Year, string Hardware, string Market)> _strata = new();
    private readonly Dictionary<string, long> _eligibleMarkets = [];
    private readonly long[] _days = new long[MostDays + 1];

    public IReadOnlyList<JudgedVehicle> Vehicles => _vehicles;

    public IReadOnlyList<(InstallState State, FailureReason? Reason)> Kinds => _kinds.Values;

    public IReadOnlyList<string> Sentences => _sentences.Values;

    public IReadOnlyList<string> Markets => _markets.Values;

    /// <summary>Vehicles that the rollout would offer the bundle to, if not all at once.</summary>
    public long Eligible { get; private set; }

    /// <summary>Of those, vehicles by market.</summary>
    public IReadOnlyDictionary<string, long> EligibleMarkets => _eligibleMarkets;

    /// <summary>Of those, vehicles by whole days since they were heard; the last one counts all that were longer, or never.</summary>
    public IReadOnlyList<long> DaysSinceContact => _days;

    /// <summary>How many vehicles have each of <see cref="Kinds"/>.</summary>
    public IReadOnlyList<long> KindCounts => _kindCounts;

    /// <summary>Eligible vehicles that were not in contact for longer than this.</summary>
    public long SilentFor(TimeSpan time) => _days.Skip((int)Math.Min(MostDays, Math.Ceiling(time.TotalDays))).Sum();

    public void Add(Judged judged)
    {
        (ReadVehicle vehicle, Verdict verdict, string hardware) = judged;
        Candidate candidate = vehicle.Candidate;
        int kind = _kinds.PlaceOf((verdict.State, verdict.Reason));
        if (kind == _kindCounts.Count) _kindCounts.Add(0);
        _kindCounts[kind]++;
        bool isEligible = verdict.State == InstallState.Targeted;
        if (isEligible) CountEligible(vehicle);
        _vehicles.Add(new JudgedVehicle(
            candidate.Number,
            Digits32.Of(candidate.Vid),
            verdict.State,
            kind,
            SentenceOf(verdict.Sentence),
            _markets.PlaceOf(candidate.Market),
            isEligible ? _strata.PlaceOf((candidate.Model, candidate.Year, hardware, candidate.Market)) : 0,
            InventoryName.Of(candidate.Inventory),
            candidate.ProvenAt?.ToUnixTimeMilliseconds() ?? 0));
    }

    private void CountEligible(ReadVehicle vehicle)
    {
        Eligible++;
        string market = vehicle.Candidate.Market;
        _eligibleMarkets[market] = _eligibleMarkets.GetValueOrDefault(market) + 1;
        double days = vehicle.Contact?.LastContact(now) is { } last ? Math.Clamp((now - last).TotalDays, 0, MostDays) : MostDays;
        _days[(int)days]++;
    }

    private int SentenceOf(string sentence)
    {
        if (sentence.Length == 0) return -1;
        if (sentence.Length > LongestSentence) sentence = $"{sentence[..(LongestSentence - 3)]}...";
        return _sentences.PlaceOf(_sentences.Values.Count < MostSentences ? sentence : SentenceLeftOut);
    }
}
