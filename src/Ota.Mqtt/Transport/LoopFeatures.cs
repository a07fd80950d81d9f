using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace Ota.Mqtt.Transport;

/// <summary>The features of a connection in one short list, since a dictionary would be most of what an idle connection costs.</summary>
internal sealed class LoopFeatures(LoopConnection connection) : IFeatureCollection
{
    private KeyValuePair<Type, object>[] _features = [new(typeof(IInlineConnection), connection)];
    private int _count = 1;

    public bool IsReadOnly => false;

    public int Revision { get; private set; }

    public object? this[Type key]
    {
        get
        {
            int index = Find(key);
            return index < 0 ? null : _features[index].Value;
        }
        set => Set(key, value);
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.Take(_count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(Type key) => Array.FindIndex(_features, 0, _count, feature => feature.Key == key);

    private void Set(Type key, object? value)
    {
        int index = Find(key);
        Revision++;
        if (value is null)
        {
            if (index >= 0)
                _features[index] = _features[--_count];
            return;
        }
        if (index < 0)
            index = _count++;
        if (index == _features.Length)
            Array.Resize(ref _features, Math.Max(6, index * 2));
        _features[index] = new(key, value);
    }
}
