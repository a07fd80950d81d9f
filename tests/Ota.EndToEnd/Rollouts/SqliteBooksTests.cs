namespace Ota.EndToEnd.Rollouts;

public sealed class SqliteBooksTests : BooksSuite
{
    protected override string[] Arguments() => [];
}
