using System.Collections;

namespace Ota.Core.Operators;

/// <summary>A set of roles. Its text form is the lower-case names, separated by commas, in the order of <see cref="Role"/>.</summary>
public readonly struct RoleSet : IEquatable<RoleSet>, IEnumerable<Role>
{
    private readonly int _bits;

    /// <summary>Makes a set; duplicates do not matter.</summary>
    /// <param name="roles">Defined roles.</param>
    public RoleSet(params IEnumerable<Role> roles)
    {
        foreach (Role role in roles) _bits |= Bit(role);
    }

    /// <summary>Every role there is.</summary>
    public static RoleSet All { get; } = new(Enum.GetValues<Role>());

    /// <summary>Whether there is no role in it.</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>Same roles.</summary>
    public static bool operator ==(RoleSet left, RoleSet right) => left.Equals(right);

    /// <summary>Other roles.</summary>
    public static bool operator !=(RoleSet left, RoleSet right) => !left.Equals(right);

    /// <summary>Reads the text form.</summary>
    /// <param name="text">Names separated by commas; empty is the empty set.</param>
    /// <param name="roles">The roles, if all names are known.</param>
    /// <returns>False if a name is unknown.</returns>
    public static bool TryParse(string text, out RoleSet roles)
    {
        ArgumentNullException.ThrowIfNull(text);
        roles = default;
        List<Role> found = [];
        foreach (string name in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            Role role = Enum.GetValues<Role>().FirstOrDefault(known => NameOf(known) == name);
            if (role == default) return false;
            found.Add(role);
        }

        roles = new RoleSet(found);
        return true;
    }

    /// <summary>Whether the role is in the set.</summary>
    public bool Contains(Role role) => (_bits & Bit(role)) != 0;

    /// <summary>Whether one role is in both sets.</summary>
    public bool Overlaps(RoleSet other) => (_bits & other._bits) != 0;

    /// <inheritdoc />
    public bool Equals(RoleSet other) => _bits == other._bits;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RoleSet other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _bits;

    /// <inheritdoc />
    public IEnumerator<Role> GetEnumerator() => Enum.GetValues<Role>().Where(Contains).GetEnumerator();

    /// <summary>The text form.</summary>
    public override string ToString() => string.Join(',', this.Select(NameOf));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Bit(Role role) =>
        Enum.IsDefined(role) ? 1 << (int)role : throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role.");

    private static string NameOf(Role role) => role.ToString().ToLowerInvariant();
}
