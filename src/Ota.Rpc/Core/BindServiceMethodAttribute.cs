namespace Grpc.Core;

/// <summary>Tells a server which static method names the methods of a generated service base class.</summary>
/// <param name="bindType">The generated static class of the service.</param>
/// <param name="bindMethodName">Its method <c>(ServiceBinderBase, XxxBase)</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BindServiceMethodAttribute(
    [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(BindServiceMethodAttribute.Members)] Type bindType,
    string bindMethodName) : Attribute
{
    internal const System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes Members =
        System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicMethods
        | System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.NonPublicMethods
        | System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>The generated static class of the service.</summary>
    [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(Members)]
    public Type BindType { get; } = bindType;

    /// <summary>Its method <c>(ServiceBinderBase, XxxBase)</c>.</summary>
    public string BindMethodName { get; } = bindMethodName;
}
