using System.Collections;

namespace Grpc.Core;

/// <summary>
/// Headers or trailers of a call: an ordered list of entries in which keys may repeat. Keys are lower case; a key that ends
/// in <c>-bin</c> has bytes as value, any other printable ASCII.
/// </summary>
public sealed class Metadata : IList<Metadata.Entry>
{
    /// <summary>The suffix of keys whose value is bytes.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>No entries, and none can be added.</summary>
    public static readonly Metadata Empty = new Metadata().Freeze();

    private readonly List<Entry> _entries = [];
    private bool _frozen;

    /// <inheritdoc />
    public int Count => _entries.Count;

    /// <inheritdoc />
    public bool IsReadOnly => _frozen;

    /// <inheritdoc />
    public Entry this[int index]
    {
        get => _entries[index];
        set => Writable()[index] = NotNull(value);
    }

    /// <summary>The last entry with this key, or null.</summary>
    /// <param name="key">A key in any case.</param>
    public Entry? Get(string key)
    {
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
                return _entries[i];
        }
        return null;
    }

    /// <summary>The text of the last entry with this key, or null.</summary>
    /// <param name="key">A key without the suffix <c>-bin</c>.</param>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The bytes of the last entry with this key, or null.</summary>
    /// <param name="key">A key with the suffix <c>-bin</c>.</param>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>Every entry with this key, in order.</summary>
    /// <param name="key">A key in any case.</param>
    public IEnumerable<Entry> GetAll(string key) =>
        _entries.Where(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a text entry.</summary>
    /// <param name="key">A key without the suffix <c>-bin</c>.</param>
    /// <param name="value">Printable ASCII.</param>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds a binary entry.</summary>
    /// <param name="key">A key with the suffix <c>-bin</c>.</param>
    /// <param name="valueBytes">Any bytes.</param>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <inheritdoc />
    public void Add(Entry item) => Writable().Add(NotNull(item));

    /// <inheritdoc />
    public int IndexOf(Entry item) => _entries.IndexOf(item);

    /// <inheritdoc />
    public void Insert(int index, Entry item) => Writable().Insert(index, NotNull(item));

    /// <inheritdoc />
    public void RemoveAt(int index) => Writable().RemoveAt(index);

    /// <inheritdoc />
    public void Clear() => Writable().Clear();

    /// <inheritdoc />
    public bool Contains(Entry item) => _entries.Contains(item);

    /// <inheritdoc />
    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    /// <inheritdoc />
    public bool Remove(Entry item) => Writable().Remove(item);

    /// <inheritdoc />
    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Entry NotNull(Entry entry) => entry ?? throw new ArgumentNullException(nameof(entry));

    private Metadata Freeze()
    {
        _frozen = true;
        return this;
    }

    private List<Entry> Writable() =>
        _frozen ? throw new InvalidOperationException("This metadata is read-only: make a new one.") : _entries;

    /// <summary>One key with its value, either text or bytes by the key's suffix.</summary>
    public sealed class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>Makes a text entry.</summary>
        /// <param name="key">Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, without the suffix <c>-bin</c>; kept in lower case.</param>
        /// <param name="value">Printable ASCII.</param>
        /// <exception cref="ArgumentException">The key is not valid, or its suffix asks for bytes.</exception>
        public Entry(string key, string value)
        {
            Key = Normalize(key);
            if (IsBinary)
                throw new ArgumentException($"The value of '{key}' must be bytes: the key ends in {BinaryHeaderSuffix}.", nameof(key));
            _text = value ?? throw new ArgumentNullException(nameof(value));
        }

        /// <summary>Makes a binary entry.</summary>
        /// <param name="key">Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, with the suffix <c>-bin</c>; kept in lower case.</param>
        /// <param name="valueBytes">Any bytes; copied.</param>
        /// <exception cref="ArgumentException">The key is not valid, or has not the suffix.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalize(key);
            if (!IsBinary)
                throw new ArgumentException($"The value of '{key}' must be text: the key does not end in {BinaryHeaderSuffix}.", nameof(key));
            ArgumentNullException.ThrowIfNull(valueBytes);
            _bytes = valueBytes.AsSpan().ToArray();
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"'{Key}' is binary: read ValueBytes.");

        /// <summary>The bytes; of a text entry, its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes is null ? System.Text.Encoding.ASCII.GetBytes(_text!) : _bytes.AsSpan().ToArray();

        /// <inheritdoc />
        public override string ToString() => IsBinary
            ? $"[Entry: key={Key}, valueBytes={_bytes!.Length} bytes]"
            : $"[Entry: key={Key}, value={_text}]";

        private static string Normalize(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            foreach (char c in key)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                    throw new ArgumentException($"'{key}' is not a metadata key: use letters, digits, '-', '_' and '.'.", nameof(key));
            }
            return key.Length == 0
                ? throw new ArgumentException("A metadata key must not be empty.", nameof(key))
                : key.ToLowerInvariant();
        }
    }
}
