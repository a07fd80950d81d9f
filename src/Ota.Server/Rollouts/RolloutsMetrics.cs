using System.Diagnostics.Metrics;
using System.Text.Json;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts;

internal sealed class RolloutsMetrics
{
    private readonly Counter<long> _states;
    private readonly Counter<long> _ignored;
    private readonly Counter<long> _turns;
    private readonly Counter<long> _hints;
    private readonly Counter<long> _acts;
    private readonly Histogram<double> _tick;

    public RolloutsMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Rollouts");
        _states = meter.CreateCounter<long>("ota.rollouts.installs", "{install}", "Installs that reached a state, by state.");
        _ignored = meter.CreateCounter<long>("ota.rollouts.ignored", "{event}", "Events of installs that changed nothing, by reason.");
        _turns = meter.CreateCounter<long>("ota.rollouts.turns", "{vehicle}", "Vehicles whose turn it was, by what came of it.");
        _hints = meter.CreateCounter<long>("ota.rollouts.hints", "{hint}", "Hints published to vehicles.");
        _acts = meter.CreateCounter<long>("ota.rollouts.acts", "{act}", "What the controller did with rollouts, by act.");
        _tick = meter.CreateHistogram<double>("ota.rollouts.tick", "s", "How long one look at all rollouts took.");
    }

    public void Reached(InstallState state) => _states.Add(1, Label("state", state.ToString()));

    public void Ignored(IgnoredBecause reason) => _ignored.Add(1, Label("reason", reason.ToString()));

    /// <summary>"offered", "not_offered", "removed", "busy", "passed" or "told_otherwise".</summary>
    public void Turn(string outcome, int vehicles)
    {
        if (vehicles > 0) _turns.Add(vehicles, new KeyValuePair<string, object?>("outcome", outcome));
    }

    public void Hinted(int vehicles) => _hints.Add(vehicles);

    /// <summary>The act's name: OpenWave, Offer, Hold, ...</summary>
    public void Acted(string act) => _acts.Add(1, Label("act", act));

    public void Ticked(TimeSpan took) => _tick.Record(took.TotalSeconds);

    private static KeyValuePair<string, object?> Label(string key, string name) => new(key, JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
}
