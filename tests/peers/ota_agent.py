#!/usr/bin/python3
"""A foreign update agent: Eclipse Paho, Google's protobuf and OpenSSL's tools, written from docs/vehicle-protocol.md.

    ota_agent.py OPTIONS

OPTIONS is a JSON object: port, tls ([CA, CERT, KEY]), vid, descriptors (a FileDescriptorSet of proto/vehicle/v1), and ecus, each with
serial, hardware, role (1 primary, 2 secondary), key (PEM), image, version, sha256, length; the first is the primary. The agent goes through
one whole job and prints a line `WORD {...}` for each answer; what it installs is what the Director's targets name. A failure is one line and
exit code 1.
"""
import hashlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import time

import paho.mqtt.client as mqtt
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

PATIENCE = 50


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


class Messages:
    """The generated classes, by name."""

    def __init__(self, path):
        files = descriptor_pb2.FileDescriptorSet()
        with open(path, "rb") as source:
            files.ParseFromString(source.read())
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.Add(file)
        self.pool = pool
        self.factory = message_factory.MessageFactory(pool)

    def __getattr__(self, name):
        return self.factory.GetPrototype(self.pool.FindMessageTypeByName(f"vehicle.v1.{name}"))

    def number(self, enum, name):
        return self.pool.FindEnumTypeByName(f"vehicle.v1.{enum}").values_by_name[name].number


class Agent:
    def __init__(self, options):
        self.options = options
        self.words = Messages(options["descriptors"])
        self.vid = bytes.fromhex(options["vid"])
        self.boot = os.urandom(16)
        self.seq = self.counter = self.request = self.report = 0
        self.arrived = queue.Queue()
        self.client = mqtt.Client(options["vid"], protocol=mqtt.MQTTv5)
        self.client.tls_set(*options["tls"])
        self.client.on_connect = lambda client, *_: client.subscribe(f"v1/{options['vid']}/down/ota", 1)
        self.client.on_subscribe = lambda *_: self.arrived.put(None)
        self.client.on_message = lambda client, data, message: self.arrived.put(message.payload)

    def connect(self):
        self.client.connect("localhost", self.options["port"])
        self.client.loop_start()
        self.arrived.get(timeout=PATIENCE)

    def publish(self, kind, message):
        info = self.client.publish(f"v1/{self.options['vid']}/up/{kind}", message.SerializeToString(), 1)
        info.wait_for_publish(PATIENCE)
        if not info.is_published():
            raise RuntimeError(f"up/{kind} is not acknowledged")

    def ask(self, answer, **what):
        self.request += 1
        report = self.words.OtaReport(schema_version=1, request_id=self.request, **what)
        report.use.ignition_cycles, report.use.odometer_m = 12, 34000
        return self.send(report, answer)

    def send(self, report, answer):
        self.publish("ota", report)
        while True:
            command = self.words.OtaCommand()
            command.ParseFromString(self.arrived.get(timeout=PATIENCE))
            if command.request_id != report.request_id:
                continue  # A hint, or an answer that nobody waits for any more.
            if command.WhichOneof("what") != answer:
                raise RuntimeError(f"{command.WhichOneof('what')} instead of {answer}")
            print(answer.upper(), json.dumps(json_format.MessageToDict(getattr(command, answer), preserving_proto_field_name=True)), flush=True)
            return getattr(command, answer)

    def position(self):
        self.seq += 1
        return self.words.Position(boot_id=self.boot, boot_count=1, connection=1, seq=self.seq)

    def sign(self, ecu, content):
        public = openssl("pkey", "-in", ecu["key"], "-pubout", "-outform", "DER")
        value = openssl("dgst", "-sha256", "-sign", ecu["key"], data=content)
        return self.words.Signature(key_id=hashlib.sha256(public).digest(), value=value)

    def signed_inventory(self, nonce=b""):
        self.counter += 1
        inventory = self.words.Inventory(vid=self.vid, counter=self.counter, nonce=nonce)
        for ecu in self.options["ecus"]:
            content = self.words.EcuReport(
                vid=self.vid, serial=ecu["serial"], hardware_id=ecu["hardware"], role=ecu["role"], image=ecu["image"], version=ecu["version"],
                sha256=bytes.fromhex(ecu["sha256"]), length=ecu["length"], nonce=nonce).SerializeToString()
            inventory.reports.add(report=content, signature=self.sign(ecu, content))
        content = inventory.SerializeToString()
        return self.words.SignedInventory(inventory=content, signature=self.sign(self.options["ecus"][0], content)).SerializeToString()

    def status(self, job, state, **more):
        self.report += 1
        number = self.words.number("JobState", f"JOB_STATE_{state}")
        return self.ask("status_reply", status=self.words.JobStatus(
            rollout=job.rollout, offer=job.offer, attempt=1, seq=self.report, state=number,
            told_before=self.words.UserTold(time_ms=int(time.time() * 1000), language="fr-BE"), **more))

    def start(self, job):
        return self.ask("start_reply", start_request=self.words.StartRequest(rollout=job.rollout, offer=job.offer, attempt=1))

    def prove(self, job, nonce):
        inventory = self.words.InventoryMessage(schema_version=1, position=self.position(), signed_inventory=self.signed_inventory(nonce))
        self.request += 1
        return self.words.OtaReport(schema_version=1, request_id=self.request, proof=self.words.ProofMessage(
            rollout=job.rollout, offer=job.offer, inventory=inventory))

    def check_permit(self, job, signed, root):
        permit = self.words.Permit()
        permit.ParseFromString(signed.permit)
        key_id = signed.signature.key_id.hex()
        if key_id not in root["roles"]["targets"]["keyids"]:
            raise RuntimeError("the permit is signed by another key")
        if (permit.vid, permit.rollout, permit.offer, permit.bundle.hex()) != (self.vid, job.rollout, job.offer, job.bundle):
            raise RuntimeError("the permit is for something else")
        with tempfile.TemporaryDirectory() as folder:
            key, value = os.path.join(folder, "key.pem"), os.path.join(folder, "value")
            with open(key, "w") as file:
                file.write(root["keys"][key_id]["keyval"]["public"])
            with open(value, "wb") as file:
                file.write(signed.signature.value)
            openssl("dgst", "-sha256", "-verify", key, "-signature", value, data=signed.permit)

    def install(self, targets):
        if targets["vid"] != self.options["vid"]:
            raise RuntimeError("the targets are for another vehicle")
        for target in targets["targets"].values():
            for ecu in self.options["ecus"]:
                if ecu["serial"] in target["custom"]["ecuIdentifiers"]:
                    ecu.update(sha256=target["hashes"]["sha256"], length=target["length"], version="2.0")

    def run(self):
        self.connect()
        self.publish("birth", self.words.Birth(
            schema_version=1, position=self.position(), catalogue_version=1, signed_inventory=self.signed_inventory()))
        job = self.ask("job", job_request=self.words.JobRequest())
        files = {file.name.split(".", 1)[1] if file.name[0].isdigit() else file.name: json.loads(file.content)["signed"] for file in job.director}
        self.status(job, "ACKNOWLEDGED")
        self.status(job, "VERIFIED")
        self.status(job, "WAIT_SAFE_STATE", conditions=["parked", "gear"])
        start = self.start(job)
        self.check_permit(job, start.permit, files["root.json"])
        self.status(job, "INSTALLING")
        self.install(files["targets.json"])
        reply = self.status(job, "COMMITTED")
        proof = self.prove(job, reply.nonce)
        first = self.send(proof, "proof_reply")
        if self.send(proof, "proof_reply") != first:
            raise RuntimeError("the same proof has another verdict")
        self.ask("no_job", job_request=self.words.JobRequest(rollout=job.rollout, offer=job.offer))
        self.client.disconnect()
        self.client.loop_stop()


def main():
    try:
        Agent(json.loads(sys.argv[1])).run()
    except Exception as failure:  # One line for the test, whatever a library throws.
        print(f"agent: {type(failure).__name__}: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
