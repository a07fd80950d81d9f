#!/usr/bin/python3
"""A foreign MQTT client on Eclipse Paho.

    mqtt_peer.py subscribe OPTIONS
    mqtt_peer.py publish OPTIONS

OPTIONS is a JSON object: port, version (4 or 5), web (over WebSocket), tls ([CA, CERT, KEY]), id, lasting, will, and for
subscribe: filters, qos, aliases; for publish: messages. The subscriber prints `SUBSCRIBED {...}` and then `MESSAGE {...}`
for each message, in the form of mosquitto_sub's %j, until its standard input ends. The publisher prints `PUBLISHED n` when
everything is acknowledged. A failure is one line and exit code 1.
"""
import json
import pathlib
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PATIENCE = 50
NAMES = {
    "user-properties": "UserProperty",
    "response-topic": "ResponseTopic",
    "correlation-data": "CorrelationData",
    "content-type": "ContentType",
    "payload-format-indicator": "PayloadFormatIndicator",
    "message-expiry-interval": "MessageExpiryInterval",
    "topic-alias": "TopicAlias",
}


class Peer:
    def __init__(self, options):
        self.options = options
        self.five = options["version"] == 5
        self.answered = threading.Event()
        self.answer = None
        clean = {} if self.five else {"clean_session": not options.get("lasting")}
        self.client = mqtt.Client(
            options.get("id", ""),
            protocol=mqtt.MQTTv5 if self.five else mqtt.MQTTv311,
            transport="websockets" if options.get("web") else "tcp",
            **clean)
        self.client.on_connect = lambda client, data, flags, code, *rest: self.take((flags["session present"], int(value_of(code))))
        self.client.on_subscribe = lambda client, data, mid, granted, *rest: self.take([int(value_of(code)) for code in granted])
        self.client.on_disconnect = lambda *_: self.answered.set()  # Without an answer: it was lost.
        self.client.on_message = lambda client, data, message: say("MESSAGE", read(message))
        if options.get("web"):
            self.client.ws_set_options(path="/mqtt")
        if options.get("tls"):
            self.client.tls_set(*options["tls"])
        if options.get("will"):
            will = options["will"]
            self.client.will_set(will["topic"], will["payload"], will["qos"])

    def connect(self):
        more = {}
        if self.five:
            properties = Properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = 3600 if self.options.get("lasting") else 0
            if self.options.get("aliases"):
                properties.TopicAliasMaximum = self.options["aliases"]
            more = {"clean_start": not self.options.get("lasting"), "properties": properties}
        self.client.connect("127.0.0.1", self.options["port"], **more)
        self.client.loop_start()
        present, code = self.wait("CONNACK")
        if code != 0:
            raise RuntimeError(f"CONNACK with {code}")
        return bool(present)

    def subscribe(self):
        present = self.connect()
        granted = []
        for topic in self.options["filters"]:
            self.client.subscribe(topic, self.options["qos"])
            granted += self.wait("SUBACK")
        say("SUBSCRIBED", {"present": present, "granted": granted})
        sys.stdin.read()
        self.client.disconnect()

    def publish(self):
        self.connect()
        self.client.max_queued_messages_set(0)
        sent = [self.send(message, body) for message in self.options["messages"] for body in bodies(message)]
        for info in sent:
            info.wait_for_publish(PATIENCE)
            if not info.is_published():
                raise RuntimeError("a publish is not acknowledged")
        self.client.disconnect()
        self.client.loop_stop()
        print(f"PUBLISHED {len(sent)}", flush=True)

    def send(self, message, body):
        properties = None
        if message.get("properties"):
            properties = Properties(PacketTypes.PUBLISH)
            for name, value in message["properties"].items():
                setattr(properties, NAMES[name], to_paho(name, value))
        return self.client.publish(message["topic"], body, message["qos"], message.get("retain", False), properties)

    def take(self, answer):
        self.answer = answer
        self.answered.set()

    def wait(self, packet):
        self.answered.wait(PATIENCE)
        self.answered.clear()
        answer, self.answer = self.answer, None
        if answer is None:
            raise RuntimeError(f"no {packet}")
        return answer


def bodies(message):
    if "file" in message:
        return [pathlib.Path(message["file"]).read_bytes()]
    if "repeat" in message:
        return [f"{message['payload']}{i}" for i in range(message["repeat"])]
    return [message["payload"]]


def read(message):
    seen = {"topic": message.topic, "qos": message.qos, "retain": int(message.retain), "payload": message.payload.decode()}
    properties = getattr(message, "properties", None)
    if properties is not None:
        present = {name: getattr(properties, own) for name, own in NAMES.items() if hasattr(properties, own)}
        seen["properties"] = {name: from_paho(name, value) for name, value in present.items()}
    return seen


def to_paho(name, value):
    if name == "user-properties":
        return [tuple(pair) for pair in value]
    return value.encode() if name == "correlation-data" else value


def from_paho(name, value):
    return value.decode() if name == "correlation-data" else value


def value_of(code):
    return getattr(code, "value", code)


def say(word, content):
    print(word, json.dumps(content), flush=True)


def main():
    role, options = sys.argv[1], json.loads(sys.argv[2])
    peer = Peer(options)
    try:
        {"subscribe": peer.subscribe, "publish": peer.publish}[role]()
    except Exception as failure:  # One line for the test, whatever the library throws.
        print(f"{role}: {type(failure).__name__}: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
