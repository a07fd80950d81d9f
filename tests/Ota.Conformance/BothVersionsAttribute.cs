using System.Reflection;
using Xunit.Sdk;

namespace Ota.Conformance;

/// <summary>Runs a theory with level 4 (3.1.1) and level 5 (5.0).</summary>
public sealed class BothVersionsAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[4], [5]];
}
