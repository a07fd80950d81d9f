namespace Ota.Core.Rollouts.Population;

/// <summary>Offers of one wave to one market.</summary>
/// <param name="Vehicles">How many, on average.</param>
/// <param name="Rate">An hour.</param>
/// <param name="Begin">Hours from the start.</param>
internal readonly record struct PlannedOffers(double Vehicles, double Rate, double Begin)
{
    /// <summary>How many of them are proven.</summary>
    /// <param name="contacts">How the fleet is in contact.</param>
    /// <param name="lag">Hours from a contact to the proof.</param>
    /// <param name="hours">From the start.</param>
    public double Proven(ContactCurve contacts, double lag, double hours) => contacts.Reached(Vehicles, Rate, hours - lag - Begin);
}
