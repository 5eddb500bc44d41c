#!/usr/bin/python3
"""A bad wire: frames of one interface go out of the other, but for some that are lost, held back or doubled.

usage: relay.py INTERFACE INTERFACE LOSS REORDER DUPLICATE SEED        (shares of 1)

SIGTERM ends it; it prints how many frames came, and what became of them.
"""

import heapq
import random
import select
import signal
import socket
import sys
import time
from collections import Counter

ETH_P_ALL, PACKET_OUTGOING = 3, 4
HELD_SECONDS = (0.01, 0.06)


class Relay:
    def __init__(self, interfaces, shares, seed):
        self.sockets = [self.opened(name) for name in interfaces]
        self.other = dict(zip(self.sockets, reversed(self.sockets)))
        self.loss, self.reorder, self.duplicate = shares
        self.random = random.Random(seed)
        self.held, self.counts, self.ends = [], Counter(came=0, lost=0, held=0, doubled=0), False

    @staticmethod
    def opened(name):
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        wire.bind((name, ETH_P_ALL))
        return wire

    def send(self, wire, frame):
        try:
            wire.send(frame)
        except OSError:  # the interface is down
            self.counts["lost"] += 1

    def take(self, wire):
        frame, sender = wire.recvfrom(65536)
        if sender[2] == PACKET_OUTGOING:
            return
        self.counts["came"] += 1
        if self.random.random() < self.loss:
            self.counts["lost"] += 1
            return
        copies = 2 if self.random.random() < self.duplicate else 1
        self.counts["doubled"] += copies - 1
        for _ in range(copies):
            if self.random.random() < self.reorder:
                self.counts["held"] += 1
                heapq.heappush(self.held, (time.monotonic() + self.random.uniform(*HELD_SECONDS), self.counts["held"], self.other[wire], frame))
            else:
                self.send(self.other[wire], frame)

    def release(self):
        while self.held and self.held[0][0] <= time.monotonic():
            self.send(*heapq.heappop(self.held)[2:])

    def run(self):
        while not self.ends:
            wait = min(0.5, max(0, self.held[0][0] - time.monotonic())) if self.held else 0.5
            for wire in select.select(self.sockets, [], [], wait)[0]:
                self.take(wire)
            self.release()
        print(" ".join("%s=%d" % pair for pair in self.counts.items()))


def main():
    relay = Relay(sys.argv[1:3], [float(share) for share in sys.argv[3:6]], int(sys.argv[6]))
    signal.signal(signal.SIGTERM, lambda *_: setattr(relay, "ends", True))
    print("ready", flush=True)
    relay.run()


main()
