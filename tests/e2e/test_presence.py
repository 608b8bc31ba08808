#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: who is at which desk, and which incident that person has open, is known at the desks that
may read that incident, also behind a relay, and nowhere else; it is gone with the line, and nothing
of it is in the log. Method: the real server and relay, desks of the centre and of a unit; a desk
that may not read an incident says that it has it open."""
from province_rig import Rig, wait_for
from relay_rig import Cable, Relay, add_desk_behind


def present(desk):
    """By the account's desk number what is open there; None while nothing is known."""
    answer = desk.say("present")
    return {one["desk"]: one["incident"] for one in answer["people"]} if answer["known"] else None


def wait_told(desk, expected):
    seen = []

    def test():
        seen[:] = [present(desk)]
        return seen[0] == expected
    try:
        wait_for("", test, pause=0.1)
    except AssertionError:
        raise AssertionError(f"desk {desk.name} is told {seen[0]} and not {expected}") from None


def push(desk, to, cells="0,0,1,1,0,0,0"):
    return desk.say("ask", "wall.push",
                    f"{{'desk': <int64 {to}>, 'columns': <uint32 1>, 'rows': <uint32 1>, "
                    f"'cells': <'{cells}'>, 'why': <'Xem góc dưới'>}}")


def check_told(watcher):
    told = wait_for("what is put before it", lambda: (
        lambda answer: answer.get("value"))(watcher.say("told", "wall.look")))
    assert "'Xem góc dưới'" in told and "Bàn 01" in told and "Nguyễn Thị Cẩm Tú" in told, told


def check_push(chief, dispatcher, watcher, number, unit):
    """What one desk puts before another is told to that one, by who may, of what they may see."""
    assert push(dispatcher, number)["refused"] == "people.not-allowed"
    assert push(chief, number, "0,0,1,1,12345,0,0")["refused"] == "camera.unknown"
    assert push(chief, number, "0,0,1")["refused"] == "question.form"
    for nobody in (unit, 60000):
        assert push(chief, nobody)["refused"] == "wall.nobody", nobody
    assert "value" not in watcher.say("told", "wall.look")
    assert push(chief, number)["ok"]
    check_told(watcher)
    assert "value" not in dispatcher.say("told", "wall.look")
    assert any(push(chief, number).get("refused") == "question.busy" for _ in range(10))
    print("what a supervisor puts before another desk is told there, and nowhere else")


def look(desk, incident):
    assert desk.say("look", incident)["ok"]


def run(rig, relay):
    a = rig.add_desk("Bàn 02 – Điều phối", "lan")
    b = rig.add_desk("Bàn 03 – Điều phối", "minh")
    officer = rig.add_desk("Trực Đội CSGT số 1", "csgt1")
    numbers = {one["name"]: int(one["id"]) for one in rig.status()["desk_list"]}
    number_a, number_b = numbers["Bàn 02 – Điều phối"], numbers["Bàn 03 – Điều phối"]
    report = rig.report("Cột điện nghiêng trước nhà")
    incident = wait_for("the report", lambda: (
        lambda r: r if r.get("found") else None)(a.say("report", report)))["incident"]
    for desk in (a, b, officer):
        desk.wait_settled()
    for desk in (a, b, officer):
        look(desk, "0")
    wait_told(a, {number_b: "0"})
    look(a, incident)
    wait_told(b, {number_a: incident})
    print("a desk is told what another has open")

    # It may not read that incident: it is told nothing, and nobody is told of it.
    look(officer, incident)
    look(a, "0")
    wait_told(b, {number_a: "0"})
    look(a, incident)
    wait_told(b, {number_a: incident})
    assert present(officer) == {}, present(officer)
    assert present(a) == {number_b: "0"}, present(a)
    # No incident at all.
    look(b, "12345678901234567")
    wait_told(a, {number_b: "0"})
    print("a desk without the scope is told nothing and tells nothing")

    number_unit = numbers["Trực Đội CSGT số 1"]
    chief = rig.add_desk("Bàn 01 – Trưởng ca", "truongca")
    chief.wait_settled()
    check_push(chief, a, b, number_b, number_unit)

    behind = add_desk_behind(rig, relay, "Bàn 04 – Điều phối", "huong")
    number_c = next(int(one["id"]) for one in rig.status()["desk_list"]
                    if one["name"] == "Bàn 04 – Điều phối")
    look(behind, incident)
    # What it did so far was too much at once.
    wait_for("room for a push", lambda: push(chief, number_c)["ok"])
    check_told(behind)
    print("what is put before a desk behind a relay is told there")
    chief.kill()
    wait_told(a, {number_b: "0", number_c: incident})
    wait_told(behind, {number_a: incident, number_b: "0"})
    look(a, "0")
    wait_told(behind, {number_a: "0", number_b: "0"})
    print("likewise behind a relay")

    b.kill()
    wait_told(a, {number_c: incident})
    relay.kill()
    wait_told(a, {})
    print("who has no line is nowhere")
    operations = [line for line in rig.ctl("log", "tail", "1000").splitlines()
                  if "presence" in line]
    assert not operations, operations
    officer.stop()
    a.stop()


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        relay = Relay(rig, Cable(rig.port))
        relay.start()
        try:
            relay.wait_online()
            run(rig, relay)
        finally:
            if relay.process.poll() is None:
                relay.kill()


main()
