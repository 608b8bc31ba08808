# SPDX-License-Identifier: GPL-3.0-or-later
"""A thin line: a proxy on loopback that lets so many bits a second through each way, shared by all
connections, each of them late; and that can be cut, when nothing passes and nobody is told."""
import asyncio
import threading

CHUNK = 1400  # bytes: about a packet
HELD = 64 * 1024  # bytes of one connection and way that wait at the thin place; then it isn't read


class Way:
    """One direction of the line."""

    def __init__(self, bits_per_s):
        self.bits_per_s = bits_per_s
        self.free_at = 0.0
        self.bytes = 0
        self.behind_s = 0.0  # the longest that anything waited here, until who asks sets it back

    def reserve(self, now, size):
        """When the last bit of it has passed."""
        self.behind_s = max(self.behind_s, self.free_at - now)
        self.free_at = max(self.free_at, now) + size * 8 / self.bits_per_s
        self.bytes += size
        return self.free_at


class ThinLine:
    """Runs on a thread of its own, for as long as a block lasts."""

    def __init__(self, target_port, bits_per_s, late_s, beside=None):
        """beside: another, whose thin place it shares."""
        self.target_port, self.late_s = target_port, late_s
        self.up, self.down = ((beside.up, beside.down) if beside
                              else (Way(bits_per_s), Way(bits_per_s)))
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        self.port = self._call(self._open())
        return self

    def __exit__(self, *_):
        self._call(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def _call(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def cut(self):
        self.loop.call_soon_threadsafe(self.whole.clear)

    def mend(self):
        self.loop.call_soon_threadsafe(self.whole.set)

    def bytes(self):
        return self.up.bytes + self.down.bytes

    async def _open(self):
        self.whole = asyncio.Event()
        self.whole.set()
        self.tasks = set()
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self.server.sockets[0].getsockname()[1]

    async def _close(self):
        self.server.close()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _serve(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        ends = [writer]
        try:
            # A connection is made by a packet there and one back.
            await self._pass(self.up, 60)
            away_reader, away_writer = await asyncio.open_connection("127.0.0.1",
                                                                     self.target_port)
            ends.append(away_writer)
            await self._pass(self.down, 60)
            await asyncio.gather(self._carry(self.up, reader, away_writer),
                                 self._carry(self.down, away_reader, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for end in ends:
                end.close()
            self.tasks.discard(task)

    async def _pass(self, way, size):
        at = way.reserve(self.loop.time(), size) + self.late_s
        await asyncio.sleep(max(0.0, at - self.loop.time()))
        await self.whole.wait()

    async def _carry(self, way, reader, writer):
        waiting = asyncio.Queue()
        room = asyncio.Event()
        held = 0

        async def deliver():
            nonlocal held
            while True:
                at, data = await waiting.get()
                await asyncio.sleep(max(0.0, at - self.loop.time()))
                await self.whole.wait()
                held -= len(data)
                room.set()
                if not data:
                    break
                writer.write(data)
                await writer.drain()
            writer.write_eof()

        delivering = asyncio.ensure_future(deliver())
        try:
            data = b"first"
            while data:
                data = await reader.read(CHUNK)
                await self.whole.wait()
                held += len(data)
                waiting.put_nowait((way.reserve(self.loop.time(), len(data)) + self.late_s, data))
                while held > HELD and not delivering.done():
                    room.clear()
                    await room.wait()
            await delivering
        finally:
            delivering.cancel()
