using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ota.Simulator.Agent.Downloads;
using Ota.Testing;

namespace Ota.EndToEnd.Simulator.Agent;

/// <summary>Requirement 29: what was fetched is not fetched again.</summary>
public sealed class ResumableDownloadTests
{
    private const int Cuts = 50;
    private const int Size = 8 * 1024 * 1024;

    [Fact]
    public async Task Fifty_cuts_cost_less_than_a_tenth_more_bytes_also_when_the_vehicle_is_killed_by_each()
    {
        Random random = new(29);
        byte[] image = new byte[Size];
        random.NextBytes(image);
        await using WebApplication server = await ServeAsync(image, ranges: true);
        await using CuttingProxy proxy = new(new Uri(server.Urls.First()).Port);
        using TempFolder folder = new();
        for (int i = 0; i < Cuts; i++) proxy.CutNext(toServer: false, random.Next(50_000, 150_000));
        long fetched = 0;
        int cuts = 0;
        DownloadOutcome outcome;
        do
        {
            // As after a kill: nothing is left but the disk.
            using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{proxy.Port}") };
            ResumableDownload download = new(http, folder["downloads"]);
            outcome = await download.FetchAsync(new Uri("/image", UriKind.Relative), HashOf(image), image.Length, CancellationToken.None);
            fetched += download.Fetched;
            if (outcome == DownloadOutcome.Cut) cuts++;
        }
        while (outcome == DownloadOutcome.Cut && cuts <= Cuts);

        outcome.Should().Be(DownloadOutcome.Done);
        cuts.Should().Be(Cuts);
        ((double)proxy.ToClient / Size).Should().BeLessThanOrEqualTo(1.1, "headers are counted too");
        fetched.Should().BeInRange(Size, Size * 11L / 10);
        (await File.ReadAllBytesAsync(Path.Combine(folder["downloads"], HashOf(image)))).Should().Equal(image);
    }

    [Fact]
    public async Task A_server_that_does_not_know_ranges_gives_all_of_it_again_and_the_image_is_right()
    {
        byte[] image = RandomNumberGenerator.GetBytes(300_000);
        await using WebApplication server = await ServeAsync(image, ranges: false);
        await using CuttingProxy proxy = new(new Uri(server.Urls.First()).Port);
        using TempFolder folder = new();
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{proxy.Port}") };
        ResumableDownload download = new(http, folder["downloads"]);
        proxy.CutNext(toServer: false, 100_000);
        Uri path = new("/image", UriKind.Relative);

        (await download.FetchAsync(path, HashOf(image), image.Length, CancellationToken.None)).Should().Be(DownloadOutcome.Cut);
        (await download.FetchAsync(path, HashOf(image), image.Length, CancellationToken.None)).Should().Be(DownloadOutcome.Done);
        (await download.IsAsync(HashOf(image), image.Length, CancellationToken.None)).Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task Other_bytes_than_were_signed_and_endless_ones_are_refused_and_not_kept(int more)
    {
        byte[] image = RandomNumberGenerator.GetBytes(100_000);
        byte[] other = [.. image[1..], .. new byte[1 + more]];
        await using WebApplication server = await ServeAsync(other, ranges: true);
        using TempFolder folder = new();
        using HttpClient http = new() { BaseAddress = new Uri(server.Urls.First()) };
        ResumableDownload download = new(http, folder["downloads"]);

        (await download.FetchAsync(new Uri("/image", UriKind.Relative), HashOf(image), image.Length, CancellationToken.None))
            .Should().Be(DownloadOutcome.NotAsSigned);
        Directory.GetFiles(folder["downloads"]).Should().BeEmpty();
    }

    private static string HashOf(byte[] image) => Convert.ToHexStringLower(SHA256.HashData(image));

    private static async Task<WebApplication> ServeAsync(byte[] image, bool ranges)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/image", () => Results.File(image, "application/octet-stream", enableRangeProcessing: ranges));
        await server.StartAsync();
        return server;
    }
}
