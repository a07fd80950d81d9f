using System.Diagnostics.Metrics;

namespace Ota.Server.Operators;

internal sealed class OperatorsMetrics
{
    private readonly Counter<long> _authentications;

    public OperatorsMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Operators");
        _authentications = meter.CreateCounter<long>(
            "ota.operators.authentications", "{request}", "Requests that presented a credential, by outcome.");
    }

    public void Authenticated(Caller caller)
    {
        string outcome = caller switch
        {
            Caller.Known => "accepted",
            Caller.Refused => "refused",
            _ => "undetermined",
        };
        _authentications.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
