namespace Ota.EndToEnd.RealInput;

/// <summary>A test that needs packages, which need a mirror once.</summary>
internal sealed class PackagesFactAttribute : FactAttribute
{
    public PackagesFactAttribute() => Skip = DebianPackages.WhyNot();
}
