using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

public sealed class ReportTests : RolloutsTest
{
    private const string Text = "Brake fix — 1,000 vehicles, 40 proven.\n";

    [Fact]
    public async Task It_is_printed_as_it_comes_also_when_a_piece_ends_within_a_character()
    {
        Fake.Report = InPiecesOf(1);
        (await RunAsync("rollouts", "report", "3f9a")).Should(0).Out.Should().Be(Text);
        GetReportRequest sent = Fake.The<GetReportRequest>();
        (sent.Name, sent.Form).Should().Be((Samples.Name, "text"));
        sent.AsOfTime.Should().BeNull("the server says what now is");
    }

    [Theory]
    [InlineData("--form csv --as-of 2h", "csv", 2)]
    [InlineData("--output json --as-of 2040-05-03T11:00Z", "json", 1)]
    [InlineData("--output json --form text --as-of 1d", "text", 24)]
    public async Task Form_and_time_are_those_of_the_command_line(string options, string form, int hoursAgo)
    {
        (await RunAsync(["rollouts", "report", "3f9a", .. options.Split(' ')])).Should(0);
        GetReportRequest sent = Fake.The<GetReportRequest>();
        (sent.Form, sent.AsOfTime).Should().Be((form, Samples.Ago(hoursAgo)));
    }

    [Fact]
    public async Task A_file_has_the_same_bytes_and_takes_the_place_of_an_older_one()
    {
        File.WriteAllText(Folder["report.txt"], "older");
        Fake.Report = InPiecesOf(7);
        (await RunAsync("rollouts", "report", "3f9a", "--out", Folder["report.txt"])).Should(0).Out.Should().BeEmpty();
        File.ReadAllBytes(Folder["report.txt"]).Should().Equal(Encoding.UTF8.GetBytes(Text));
        Directory.GetFiles(Folder.Path).Should().ContainSingle();
    }

    [Fact]
    public async Task A_report_that_breaks_off_leaves_the_older_file()
    {
        File.WriteAllText(Folder["report.txt"], "older");
        Fake.Report = async stream =>
        {
            await stream.WriteAsync(new ReportPiece { Content = ByteString.CopyFromUtf8("half") });
            throw new RpcException(new Grpc.Core.Status(StatusCode.Aborted, "The rollout is being amended; try again."));
        };
        (await RunAsync("rollouts", "report", "3f9a", "--out", Folder["report.txt"])).Should(1).Error.Should().Contain("try again");
        File.ReadAllText(Folder["report.txt"]).Should().Be("older");
        Directory.GetFiles(Folder.Path).Should().ContainSingle();
    }

    private static Func<IServerStreamWriter<ReportPiece>, Task> InPiecesOf(int bytes) => async stream =>
    {
        foreach (byte[] piece in Encoding.UTF8.GetBytes(Text).Chunk(bytes))
            await stream.WriteAsync(new ReportPiece { Content = ByteString.CopyFrom(piece) });
    };
}
