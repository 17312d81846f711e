import { describe, expect, it } from "vitest"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import { definitionsFor } from "@/lib/ledger/insights/definitions"
import type { InsightBucket, Insights, InsightTotals } from "@/lib/ledger/insights/schema"
import { comparedWith, graphNote, lengthNote } from "./comparison"
import { graphPoints } from "./graph-points"
import { reportCsv } from "./report-csv"
import { tilesOf } from "./tiles"

const noFigure = { value: null, numerator: 0, denominator: 0 }

function bucket(start: string, end: string, reached: number, partial = false): InsightBucket {
  const times = { p50: null, p90: null }
  return {
    start,
    end,
    partial,
    reached,
    failed: 0,
    rolledBack: 0,
    rollbackRate: noFigure,
    changeFailRate: noFigure,
    durationSeconds: times,
    leadTimeSeconds: times,
  }
}

const totals: InsightTotals = {
  reached: 1,
  failed: 0,
  rolledBack: 0,
  pending: 0,
  perDay: 0.001,
  deployDaysPerWeek: 1,
  rollbackRate: noFigure,
  failureRate: noFigure,
  changeFailRate: noFigure,
  reworkRate: noFigure,
  durationSeconds: { n: 0, unknown: 0, closedLate: 0, p50: null, p90: null, p95: null, max: null },
  leadTimeSeconds: { n: 0, unknown: 0, negative: 0, p50: null, p90: null },
  promotionTimeSeconds: [],
  recoveryTimeSeconds: { n: 0, open: 0, p50: null },
}

function anAnnotation(fields: Partial<Annotation>): Annotation {
  return {
    id: "",
    kind: "NOTE",
    text: "",
    startsAt: "2026-02-09T00:00:00Z",
    endsAt: null,
    application: null,
    environment: null,
    createdAt: "2026-02-09T00:00:00Z",
    createdBy: "Ada",
    ...fields,
  }
}

const insights: Insights = {
  application: "platform",
  environment: "prod",
  bucket: "week",
  timeZone: "UTC",
  from: "2026-02-04T00:00:00Z",
  to: "2026-02-16T00:00:00Z",
  definitions: definitionsFor([]),
  totals,
  previous: totals,
  comparison: null,
  annotations: [],
  durationHistogram: [],
  heatMap: [],
  buckets: [
    bucket("2026-02-02T00:00:00Z", "2026-02-09T00:00:00Z", 2, true),
    bucket("2026-02-09T00:00:00Z", "2026-02-16T00:00:00Z", 3),
  ],
  previousBuckets: [bucket("2026-01-26T00:00:00Z", "2026-02-02T00:00:00Z", 7)],
}

it("graphPoints marks partial buckets and aligns the end of the previous period with the end of this one", () => {
  const points = graphPoints(insights, { now: (one) => one.reached }, { before: (one) => one.reached })
  expect(points.map(({ title, partial, values }) => [title, partial, values])).toEqual([
    ["2 Feb 2026 to 8 Feb 2026 (partial)", true, { now: 2 }],
    ["9 Feb 2026 to 15 Feb 2026", false, { now: 3, before: 7 }],
  ])
})

describe("A comparison with other days, or another application", () => {
  const comparison: NonNullable<Insights["comparison"]> = {
    application: "platform",
    environment: "prod",
    totals: { ...totals, perDay: 2 },
    from: "2025-10-01T00:00:00Z",
    to: "2025-11-01T00:00:00Z",
    buckets: [
      bucket("2025-09-29T00:00:00Z", "2025-10-06T00:00:00Z", 4, true),
      bucket("2025-10-06T00:00:00Z", "2025-10-13T00:00:00Z", 5),
      bucket("2025-10-13T00:00:00Z", "2025-10-20T00:00:00Z", 6),
    ],
  }
  const compared: Insights = { ...insights, comparison }

  it("is the ghost of the graphs, aligned at the start, and the earlier value of the tiles", () => {
    const points = graphPoints(compared, {}, { before: (one) => one.reached })
    expect(points.map(({ values }) => values.before)).toEqual([4, 5])
    expect(tilesOf(compared)[0]?.previous).toBe(2)
  })

  it("is named after what differs", () => {
    expect(comparedWith(insights)).toMatchObject({ label: "Previous period", from: "2026-01-23T00:00:00Z" })
    expect(comparedWith(compared).label).toBe("1 Oct 2025 to 31 Oct 2025")
    const { from, to } = insights
    const other = { ...comparison, from, to, application: null }
    expect(comparedWith({ ...insights, comparison: other })).toMatchObject({
      label: "all applications",
      isElsewhere: true,
    })
  })

  it("states which figures are not comparable if one window is longer", () => {
    expect(lengthNote(insights)).toBeNull()
    expect(lengthNote(compared)).toBe(
      "12 days against 31: averages, rates and medians are comparable, counts are not.",
    )
    expect(graphNote(compared)).toBe("Graphs show the first 2 of its 3 weeks.")
  })
})

it("graphPoints marks every bucket of an annotation with its number in the list", () => {
  const annotations = [
    anAnnotation({ text: "hired", startsAt: "2026-02-09T00:00:00Z" }),
    anAnnotation({
      kind: "FREEZE",
      text: "winter",
      startsAt: "2026-01-01T00:00:00Z",
      endsAt: "2026-02-09T00:00:01Z",
    }),
  ]
  const points = graphPoints({ ...insights, annotations }, {})
  expect(points.map(({ marks }) => marks?.map(({ number, label }) => `${number} ${label}`))).toEqual([
    ["1 Freeze: winter"],
    ["1 Freeze: winter", "2 Note: hired"],
  ])
})

it("reportCsv has a row for every figure with its comparison, and for every annotation and formula", () => {
  const annotation = anAnnotation({ kind: "FREEZE", text: "=winter", startsAt: "2026-02-09T00:00:00Z" })
  const heatMap = [[4, 0]]
  const durationHistogram = [{ fromSeconds: 60, toSeconds: null, count: 2 }]
  const lines = reportCsv({ ...insights, annotations: [annotation], heatMap, durationHistogram }).split(
    "\r\n",
  )
  const window = "2026-02-04T00:00:00Z,2026-02-16T00:00:00Z"
  for (const line of [
    "Report,Application,,,platform,,,,,",
    "Report,Compared with,2026-01-23T00:00:00Z,2026-02-04T00:00:00Z,Previous period,,,,,",
    `Total,Deployments per day,${window},0.001,deployments,,1,0.001,1`,
    `Total,Rollback rate,${window},,share,0,0,,0`,
    "Partial week,Reached,2026-02-02T00:00:00Z,2026-02-09T00:00:00Z,2,deployments,,,,",
    "week,Reached,2026-02-09T00:00:00Z,2026-02-16T00:00:00Z,3,deployments,,,7,",
    `Duration distribution,from 60 s,${window},2,deployments,,,,`,
    `Weekday and hour,Mon 0,${window},4,deployments,,,,`,
    "Annotation,FREEZE,2026-02-09T00:00:00Z,,'=winter,,,,,",
    "Formula,Rollback rate,,,rolled back ÷ reached,,,,,",
  ])
    expect(lines).toContain(line)
})

it("tilesOf pluralizes nouns, does not round small values to 0, and omits the band below ten deployments", () => {
  const [perDay] = tilesOf(insights)
  expect(perDay).toMatchObject({
    words: "< 0.01",
    n: "1 deployment, 1 deploy day per week",
    band: null,
  })
})
