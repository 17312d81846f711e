import type { GraphMark, GraphPoint } from "@/components/graphs/series"
import { comparedBuckets } from "@/components/ledger/insights/comparison"
import { type AnnotationKind, annotationKindLabels } from "@/lib/ledger/annotations/kinds"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import type { InsightBucket, Insights } from "@/lib/ledger/insights/schema"
import { formatBucket, formatDay } from "@/lib/platform/format"

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

type Values = Record<string, (bucket: InsightBucket) => number | null>

/** One point per bucket. `ghosts` are read from the bucket at the same position in the compared period. */
export function graphPoints(insights: Insights, values: Values, ghosts: Values = {}): GraphPoint[] {
  const { bucket, timeZone } = insights
  const compared = comparedBuckets(insights)
  const marks = numberedAnnotations(insights)
  return insights.buckets.map((one, index) => {
    const before = compared[index]
    return {
      key: one.start,
      label: formatBucket(one.start, bucket, timeZone),
      title: titleOf(one, insights),
      partial: one.partial,
      marks: marks.filter(({ annotation }) => isIn(one, annotation)),
      values: {
        ...read(values, one),
        ...(before === undefined ? {} : read(ghosts, before)),
      },
    }
  })
}

export type NumberedAnnotation = GraphMark & { annotation: Annotation }

const markColors: Record<AnnotationKind, string> = {
  FREEZE: "var(--color-accent)",
  INCIDENT: "var(--color-failed)",
  NOTE: "var(--color-muted)",
}

/** The annotations of the window, numbered from the earliest, for the graphs and the list. */
export function numberedAnnotations({ annotations }: Insights): NumberedAnnotation[] {
  return annotations.toReversed().map((annotation, index) => ({
    number: index + 1,
    label: `${annotationKindLabels[annotation.kind]}: ${annotation.text}`,
    color: markColors[annotation.kind],
    annotation,
  }))
}

function isIn({ start, end }: InsightBucket, { startsAt, endsAt }: Annotation): boolean {
  const from = Date.parse(start)
  const to = Date.parse(end)
  const startMs = Date.parse(startsAt)
  return startMs < to && (endsAt === null ? startMs >= from : Date.parse(endsAt) > from)
}

function read(values: Values, bucket: InsightBucket): Record<string, number | null> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value(bucket)]))
}

function titleOf({ start, end, partial }: InsightBucket, { bucket, timeZone }: Insights): string {
  const note = partial ? " (partial)" : ""
  if (bucket === "day") return `${formatDay(start, timeZone)}${note}`
  const lastMoment = new Date(Date.parse(end) - 1)
  return `${formatDay(start, timeZone)} to ${formatDay(lastMoment, timeZone)}${note}`
}
