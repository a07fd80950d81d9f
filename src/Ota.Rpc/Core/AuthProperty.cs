namespace Grpc.Core;

/// <summary>One thing that a peer's certificate says of it.</summary>
public class AuthProperty
{
    private readonly byte[] _valueBytes;

    private AuthProperty(string name, byte[] valueBytes)
    {
        Name = name;
        _valueBytes = valueBytes;
    }

    /// <summary>E.g. <c>x509_common_name</c> or <c>x509_subject_alternative_name</c>.</summary>
    public string Name { get; }

    /// <summary>The value as text.</summary>
    public string Value => System.Text.Encoding.UTF8.GetString(_valueBytes);

    /// <summary>The value as bytes.</summary>
    public byte[] ValueBytes => _valueBytes.AsSpan().ToArray();

    /// <summary>Makes a property.</summary>
    /// <param name="name">The name.</param>
    /// <param name="valueBytes">The value; copied.</param>
    public static AuthProperty Create(string name, byte[] valueBytes) => new(name, valueBytes.AsSpan().ToArray());
}
