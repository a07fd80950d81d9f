using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Ota.Rpc.Tests.Client;

public sealed class RetryPolicyTests
{
    public static TheoryData<string, Action<RetryPolicy>> Broken => new()
    {
        { nameof(RetryPolicy.MaxAttempts), policy => policy.MaxAttempts = null },
        { nameof(RetryPolicy.MaxAttempts), policy => policy.MaxAttempts = 1 },
        { nameof(RetryPolicy.InitialBackoff), policy => policy.InitialBackoff = null },
        { nameof(RetryPolicy.InitialBackoff), policy => policy.InitialBackoff = TimeSpan.Zero },
        { nameof(RetryPolicy.MaxBackoff), policy => policy.MaxBackoff = TimeSpan.FromSeconds(-1) },
        { nameof(RetryPolicy.BackoffMultiplier), policy => policy.BackoffMultiplier = 0 },
        { nameof(RetryPolicy.BackoffMultiplier), policy => policy.BackoffMultiplier = double.NaN },
        { nameof(RetryPolicy.RetryableStatusCodes), policy => policy.RetryableStatusCodes.Clear() },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_policy_is_refused_with_its_name_when_the_channel_is_made(string name, Action<RetryPolicy> breakIt)
    {
        RetryPolicy policy = new()
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromSeconds(1),
            MaxBackoff = TimeSpan.FromSeconds(30),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        breakIt(policy);
        ServiceConfig config = new() { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = policy } } };

        Action make = () => GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { ServiceConfig = config });

        make.Should().Throw<InvalidOperationException>().WithMessage($"*RetryPolicy.{name} must*");
    }

    [Theory]
    [InlineData(null, 0.1, "MaxTokens")]
    [InlineData(0, 0.1, "MaxTokens")]
    [InlineData(1001, 0.1, "MaxTokens")]
    [InlineData(10, null, "TokenRatio")]
    [InlineData(10, 0.0, "TokenRatio")]
    public void A_broken_throttle_is_refused_with_its_name(int? tokens, double? ratio, string name)
    {
        ServiceConfig config = new() { RetryThrottling = new RetryThrottlingPolicy { MaxTokens = tokens, TokenRatio = ratio } };

        Action make = () => GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { ServiceConfig = config });

        make.Should().Throw<InvalidOperationException>().WithMessage($"*RetryThrottling.{name} must*");
    }

    [Fact]
    public void A_name_in_two_configurations_is_refused()
    {
        ServiceConfig config = new();
        for (int i = 0; i < 2; i++)
            config.MethodConfigs.Add(new MethodConfig { Names = { new MethodName { Service = "a.B", Method = "C" } } });

        Action make = () => GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { ServiceConfig = config });

        make.Should().Throw<InvalidOperationException>().WithMessage("*a.B/C*");
    }

    [Fact]
    public void A_method_without_its_service_is_refused()
    {
        ServiceConfig config = new() { MethodConfigs = { new MethodConfig { Names = { new MethodName { Method = "C" } } } } };

        Action make = () => GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { ServiceConfig = config });

        make.Should().Throw<InvalidOperationException>().WithMessage("*'C'*");
    }
}
