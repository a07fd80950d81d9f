using System.Text;
using Ota.Server.Storage;

namespace Ota.Server.Tests.Storage;

public sealed class TextPoolTests
{
    private readonly TextPool _pool = new();

    [Theory]
    [InlineData("")]
    [InlineData("gw-1")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Equal_texts_are_one_object(string text)
    {
        string first = _pool.Of(Encoding.UTF8.GetBytes(text));
        first.Should().Be(text);
        _pool.Of(Encoding.UTF8.GetBytes(text)).Should().BeSameAs(first);
    }

    [Fact]
    public void Equal_texts_of_a_driver_are_one_object()
    {
        string first = _pool.Of(new string('a', 64));
        _pool.Of(new string('a', 64)).Should().BeSameAs(first);
        _pool.Of("").Should().BeEmpty();
    }

    [Fact]
    public void More_texts_than_it_keeps_come_back_as_they_are()
    {
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 5000; i++) _pool.Of(Encoding.UTF8.GetBytes($"hardware-{i}")).Should().Be($"hardware-{i}");
        }
    }

    [Fact]
    public void Texts_that_are_not_ascii_come_back_as_they_are()
    {
        for (int i = 0; i < 3; i++) _pool.Of("Gerät Ω"u8).Should().Be("Gerät Ω");
    }
}
