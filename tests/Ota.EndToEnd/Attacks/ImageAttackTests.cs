using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>Images that are not what people signed: npm's tuf-js keeps nothing of them.</summary>
[Collection(AttackedCollection.Name)]
public sealed class ImageAttackTests(AttackedWorld world) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("one bit flipped")]
    [InlineData("truncated")]
    [InlineData("a byte more")]
    [InlineData("without end")]
    [InlineData("another image's bytes")]
    [InlineData("an error")]
    public async Task A_changed_image_is_refused_and_the_right_one_is_taken_afterwards(string how)
    {
        byte[] other = world.Second.Single(seen => seen.Key.StartsWith("/repo/targets/", StringComparison.Ordinal) && seen.Value.Length == AttackedWorld.GatewayBytes).Value;
        world.Proxy.Attack = (path, reply) => !path.StartsWith("/repo/targets/", StringComparison.Ordinal) ? reply : how switch
        {
            "one bit flipped" => reply.With(Deform.FlipBit),
            "truncated" => reply.With(Deform.Truncate),
            "a byte more" => reply.With(image => [.. image, 0]),
            "without end" => reply with { IsEndless = true },
            "another image's bytes" => Reply.Of(other),
            _ => reply with { Status = 503 },
        };
        string state = _folder["state"], after = _folder["after"];
        TufClient.Copy(world.StateOf(Repository.Image, "second"), state);
        string[] images = [AttackedWorld.Brake];
        IReadOnlyList<TufStep> steps = await TufClient.RunAsync(
            _folder["steps.json"],
            new { name = how, url = $"{world.Proxy.Url}/evil/repo", state, images, keep = after },
            new { name = "honest", url = $"{world.Proxy.Url}/honest/repo", state, images });

        steps[0].IsAccepted.Should().BeFalse();
        steps[0].Left.Should().Be(0, "nothing of the image may be found by an installer");
        TufClient.FilesOf(after).Should().BeEquivalentTo(TufClient.FilesOf(world.StateOf(Repository.Image, "second")));
        steps[1].Found[AttackedWorld.Brake].Should().Be(AttackedWorld.BrakeBytes, steps[1].Why);
    }
}
