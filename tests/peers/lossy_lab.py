"""Two veth pairs whose far ends are joined by a relay that loses, repeats and reorders frames: what `tc netem` does where a kernel has it."""

import heapq
import random
import selectors
import socket
import subprocess
import threading
import time

ALL_PROTOCOLS = 0x0003
SOL_PACKET, PACKET_IGNORE_OUTGOING = 263, 23


class LossyWire:
    """Interfaces `left` and `right` are the two ends of the wire. Use it in a network namespace of its own."""

    def __init__(self, left, right, loss, repeat, late, most_delay, seed):
        self.loss, self.repeat, self.late, self.most_delay = loss, repeat, late, most_delay
        self.random = random.Random(seed)
        self.carried = self.lost = self.repeated = self.delayed = 0
        self.ends = [self.open(name, far) for name, far in ((left, "far-" + left), (right, "far-" + right))]
        self.waiting, self.number = [], 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.relay, daemon=True)
        self.thread.start()

    @staticmethod
    def open(name, far):
        subprocess.run(["ip", "link", "add", name, "type", "veth", "peer", "name", far], check=True)
        for interface in (name, far):
            subprocess.run(["sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % interface], check=False)
            subprocess.run(["ip", "link", "set", interface, "up"], check=True)
        end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
        end.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
        end.bind((far, 0))
        end.setblocking(False)
        return end

    def relay(self):
        selector = selectors.DefaultSelector()
        for end, other in zip(self.ends, reversed(self.ends)):
            selector.register(end, selectors.EVENT_READ, other)
        while not self.stopping.is_set():
            wait = min(0.2, self.waiting[0][0] - time.monotonic()) if self.waiting else 0.2
            for key, _ in selector.select(max(wait, 0)):
                self.meet(key.fileobj.recv(65536), key.data)
            self.deliver()

    def meet(self, frame, towards):
        if self.random.random() < self.loss:
            self.lost += 1
            return
        copies = 2 if self.random.random() < self.repeat else 1
        self.repeated += copies - 1
        for _ in range(copies):
            late = self.random.random() < self.late
            self.delayed += late
            due = time.monotonic() + (self.random.random() * self.most_delay if late else 0)
            self.number += 1
            heapq.heappush(self.waiting, (due, self.number, frame, towards))

    def deliver(self):
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            _, _, frame, towards = heapq.heappop(self.waiting)
            try:
                towards.send(frame)
                self.carried += 1
            except OSError:   # its interface is going
                self.lost += 1

    def stop(self):
        self.stopping.set()
        self.thread.join()
