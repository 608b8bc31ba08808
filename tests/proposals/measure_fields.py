#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what measure-fields measures, and beside it, over the same folds, what is right by naming
the most frequent field alone, and by scikit-learn's naive Bayes over syllables and pairs of them
(Debian's python3-sklearn), with the fields described to it as well: of folded text, and of text as
it was written, asked with and without its marks.

measure_fields.py MEASURE-FIELDS PROVINCE"""
import collections
import subprocess
import sys
import unicodedata

DESCRIBED = 4  # what describes a field counts as so many reports, as with us


def fold(text):
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def read(command):
    """(described, reports, places of those for which we proposed something); prints figures."""
    described, reports, proposed = [], [], set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as program:
        for line in program.stdout:
            part = line.rstrip("\n").split("\t")
            if part[0] == "described":
                described.append((part[1], part[2]))
            elif part[0] == "report":
                reports.append({"fold": part[2], "field": part[3], "language": part[4],
                                "text": part[5]})
            elif part[0] == "proposed":
                proposed.add(int(part[1]))
            else:
                print(line, end="", flush=True)
    if program.returncode:
        sys.exit(f"measure-fields ended with {program.returncode}")
    return described, reports, proposed


def show(name, ranked, reports, proposed):
    """ranked: place of a report to its fields, best first."""
    for suffix, places in (("", list(ranked)),
                           ("-of-proposed", [p for p in ranked if p in proposed])):
        for n in (1, 3):
            right = sum(reports[p]["field"] in ranked[p][:n] for p in places)
            print(f"figure field-peer-{name}-top{n}{suffix} {100 * right / len(places):.1f} %")


def cross_validate(reports, learn):
    """learn(texts' reports) gives a function from a list of reports to their ranked fields."""
    ranked = {}
    for name in sorted({report["fold"] for report in reports}):
        rank = learn([report for report in reports if report["fold"] != name])
        places = [place for place, report in enumerate(reports)
                  if report["fold"] == name and report["language"] == "vi"]
        ranked.update(zip(places, rank([reports[place] for place in places])))
    return ranked


def learn_majority(taught):
    common = [field for field, _ in collections.Counter(r["field"] for r in taught).most_common(3)]
    return lambda asked: [common] * len(asked)


def make_peer(kind, taught_as, asked_as, described):
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    def learn(taught):
        model = make_pipeline(CountVectorizer(ngram_range=(1, 2), token_pattern=r"\w+"), kind())
        texts = [(r["field"], taught_as(r["text"])) for r in taught]
        texts += [(field, taught_as(text)) for field, text in described] * DESCRIBED
        model.fit([text for _, text in texts], [field for field, _ in texts])

        def rank(asked):
            rows = model.predict_proba([asked_as(r["text"]) for r in asked])
            return [[model.classes_[i] for i in sorted(range(len(row)), key=lambda i: -row[i])[:3]]
                    for row in rows]
        return rank
    return learn


def as_written(text):
    return unicodedata.normalize("NFC", text)


def main():
    described, reports, proposed = read(sys.argv[1:3])
    show("majority", cross_validate(reports, learn_majority), reports, proposed)
    try:
        from sklearn.naive_bayes import ComplementNB, MultinomialNB
    except ImportError:
        print("scikit-learn (python3-sklearn) isn't there: no peer")
        return 0
    for name, kind, taught_as, asked_as in (
            ("multinomial", MultinomialNB, fold, fold),
            ("complement", ComplementNB, fold, fold),
            ("complement-marks", ComplementNB, as_written, as_written),
            ("complement-marks-plain", ComplementNB, as_written, fold)):
        learn = make_peer(kind, taught_as, asked_as, described)
        show(name, cross_validate(reports, learn), reports, proposed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
