namespace Ota.Conformance.Brokers;

/// <summary>In what mosquitto 2.0.11 is known not to follow the standard.</summary>
public static class MosquittoDeviations
{
    private const string Every = "";

    public static IReadOnlyList<Deviation> All { get; } =
    [
        new("PINGREQ_with_flags_ends_the_connection", Every, "MQTT-2.1.3-1", "It does not look at the flags."),
        new("PINGREQ_with_content_ends_the_connection", Every, "MQTT-4.13.1-1", "It skips the content."),
        new("PUBACK_with_wrong_flags_ends_the_connection", Every, "MQTT-2.1.3-1", "It does not look at the flags."),
        new("PUBREC_with_wrong_flags_ends_the_connection", Every, "MQTT-2.1.3-1", "It does not look at the flags."),
        new("PUBCOMP_with_wrong_flags_ends_the_connection", Every, "MQTT-2.1.3-1", "It does not look at the flags."),
        new("PUBLISH_with_QoS_0_and_DUP_ends_the_connection", Every, "MQTT-3.3.1-2", "It takes the message."),
        new("CONNACK_and_other_packets_of_a_server_end_the_connection", "11", "MQTT-4.13.1-1", "It takes an UNSUBACK, as a bridge does."),
        new("CONNACK_and_other_packets_of_a_server_end_the_connection", "13", "MQTT-4.13.1-1", "It takes a PINGRESP, as a bridge does."),
        new("CONNECT_with_the_id_of_another_connection_takes_over", "5", "MQTT-3.1.4-3",
            "It closes the old connection without DISCONNECT."),
        new("CONNECT_to_a_lasting_session_takes_over_from_the_connection_that_has_it", Every, "MQTT-3.1.4-3",
            "It closes the old connection without DISCONNECT."),
        new("CONNECT_with_a_wrong_property_value_is_refused", "authentication data without a method", "MQTT-4.13.1-1",
            "It does not look at the data (3.1.2.11.10)."),
        new("PUBLISH_with_alias_0_ends_the_connection", Every, "MQTT-3.3.2-8", "It says 81, where 3.3.4 asks for 94."),
        new("PUBLISH_of_a_client_with_subscription_identifier_ends_the_connection", Every, "MQTT-3.3.4-6", "It takes the message."),
        new("PUBLISH_with_wildcards_in_the_response_topic_ends_the_connection", Every, "MQTT-3.3.2-14", "It takes the message."),
        new("PUBLISH_that_matches_overlapping_subscriptions_comes_with_the_highest_QoS", "4", "3.1.1: MQTT-3.3.5-1",
            "It sends one copy to a 3.1.1 client, with the QoS of whichever subscription it finds first."),
        new("SUBSCRIBE_to_a_wrong_shared_filter_is_refused", "$share/", "MQTT-4.8.2-1", "It takes it for an ordinary filter."),
        new("SUBSCRIBE_to_a_wrong_shared_filter_is_refused", "$share//a", "MQTT-4.8.2-1", "It takes an empty share name."),
        new("SUBSCRIBE_to_a_wrong_shared_filter_is_refused", "$share/group", "MQTT-4.8.2-2", "It takes it for an ordinary filter."),
        new("SUBSCRIBE_to_a_wrong_shared_filter_is_refused", "$share/group/", "MQTT-4.8.2-2", "It takes an empty filter."),
        new("SUBSCRIBE_to_a_wrong_shared_filter_is_refused", "$share/+/a", "MQTT-4.8.2-2", "It takes a share name with a wildcard."),
        new("SUBSCRIBE_to_a_shared_filter_with_no_local_ends_the_connection", Every, "MQTT-3.8.3-4", "It takes the subscription."),
        new("SUBSCRIBE_to_a_shared_filter_gets_no_retained_messages", Every, "4.8.2", "It sends them."),
        new("CONNECT_with_will_delay_has_it_published_when_the_session_ends_before", Every, "MQTT-3.1.2-8",
            "It waits for the delay, although the session has ended."),
        new("DISCONNECT_with_another_reason_has_the_will_published", "80", "MQTT-3.1.2-8", "It publishes the will after reason 04 only."),
        new("DISCONNECT_with_another_reason_has_the_will_published", "99", "MQTT-3.1.2-8", "It publishes the will after reason 04 only."),
        new("PUBLISH_one_byte_larger_than_the_client_takes_is_left_out", Every, "MQTT-3.1.2-24",
            "It does not count the first byte of the packet."),
        new("PUBLISH_one_byte_over_the_maximum_packet_size_ends_the_connection", Every, "MQTT-3.2.2-15",
            "It compares the remaining length and does not count the fixed header."),
        new("PUBACK_or_PUBCOMP_opens_the_window_for_one_more", Every, "MQTT-3.3.4-9", "It sends up to a window of what it has queued for each acknowledgement."),
        new("PUBLISH_over_the_receive_maximum_ends_the_connection", Every, "MQTT-4.13.1-1",
            "It refuses the message by PUBREC with 97, where 3.3.4 asks for the end of the connection with 93."),
        new("PINGREQ_and_others_with_a_remaining_length_that_is_not_minimal_end_the_connection", "5 C08000", "MQTT-1.5.5-1",
            "It takes the longer form."),
        new("PUBACK_with_bytes_after_its_end_ends_the_connection", Every, "MQTT-4.13.1-1", "It skips them."),
    ];
}
