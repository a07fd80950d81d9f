using FsCheck;
using FsCheck.Fluent;

namespace Ota.Rpc.Tests.Support;

/// <summary>Runs a property over many inputs; a failure names the smallest input and the seed.</summary>
internal static class ForAll
{
    public static void Of<T>(Gen<T> inputs, Action<T> check, int count = 300) =>
        Prop.ForAll(inputs.ToArbitrary(), check).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    public static void Any<T>(Action<T> check, int count = 300) => Of(ArbMap.Default.GeneratorFor<T>(), check, count);
}
