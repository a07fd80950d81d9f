namespace Ota.Server.Rollouts.Planning;

/// <summary>Gives values their places, in the order in which they came first.</summary>
internal sealed class Numbered<T> where T : notnull
{
    private readonly Dictionary<T, int> _places = [];
    private readonly List<T> _values = [];

    public IReadOnlyList<T> Values => _values;

    public int PlaceOf(T value)
    {
        if (_places.TryGetValue(value, out int place)) return place;
        _places[value] = _values.Count;
        _values.Add(value);
        return _values.Count - 1;
    }
}
