using Ota.Cli.Rollouts;
using Ota.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>The screen of `watch` on consoles of fixed sizes.</summary>
public sealed class WatchScreenTests
{
    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    public void A_running_rollout_is_on_one_screen(int width)
    {
        string screen = Draw(Samples.Running(), width);
        Page.ShouldBe($"watch-{width}", screen);
        screen.Split('\n').Should().OnlyContain(line => line.Length <= width).And.HaveCountLessThan(40);
    }

    [Fact]
    public void A_draft_that_has_no_waves_shows_none() => Page.ShouldBe("watch-draft", Draw(Samples.Draft(), 100));

    [Fact]
    public void Books_that_do_not_balance_are_called_so()
    {
        Rollout rollout = Samples.Running();
        rollout.Waves[3].States[0].Vehicles -= 7;
        Draw(rollout, 120).Should().MatchRegex("all +993").And.MatchRegex("frozen: books do not balance +1,000");
    }

    [Fact]
    public void A_state_that_this_client_does_not_know_is_in_the_sum()
    {
        Rollout rollout = Samples.Running();
        rollout.Waves[3].States.Add(new StateCount { State = (InstallState)99, Vehicles = 1000 });
        rollout.Population += 1000;
        Draw(rollout, 120).Should().MatchRegex("other +1,000").And.NotContain("do not balance");
    }

    [Fact]
    public void Text_of_others_cannot_steer_the_terminal()
    {
        Rollout rollout = Samples.Running();
        rollout.Title = "a\u001b[2Jb";
        rollout.Reason = "c\u202ed";
        rollout.Events[^1].Text = "e\nf";
        Draw(rollout, 120).Should().NotContainAny("\u001b", "\u202e", "e\nf");
    }

    [Fact]
    public void A_screen_that_is_not_fresh_says_so() =>
        Draw(Samples.Running(), 120, isCutOff: true).Should().Contain("The server is away").And.NotContain("as of");

    [Fact]
    public void Every_state_is_in_exactly_one_bucket() =>
        Bucket.All.SelectMany(bucket => bucket.States).Should().BeEquivalentTo(Enum.GetValues<InstallState>().Where(state => state != InstallState.Unspecified));

    [Fact]
    public void A_bar_is_as_long_as_it_may_be_and_shows_the_single_failure_of_a_million()
    {
        (Bucket, long)[] counts = [(Bucket.Proven, 700_000), (Bucket.Failed, 1), (Bucket.NotOffered, 299_999)];
        IReadOnlyList<(Bucket Bucket, int Cells)> bar = Bar.Split(counts, 40);
        bar.Sum(one => one.Cells).Should().Be(40);
        bar.Single(one => one.Bucket == Bucket.Failed).Cells.Should().Be(1);
    }

    private static string Draw(Rollout rollout, int width, bool isCutOff = false)
    {
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Profile.Encoding = System.Text.Encoding.UTF8;
        IRenderable screen = new WatchScreen(width).Draw(rollout, Samples.Now, isCutOff);
        console.Write(screen);
        return text.ToString();
    }
}
