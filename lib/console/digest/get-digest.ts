import { Temporal } from "temporal-polyfill"
import { listActivity } from "@/lib/console/activity/list-activity"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { listAnnotations } from "@/lib/ledger/annotations/list-annotations"
import { startOfDay, type Window } from "@/lib/ledger/insights/calendar"
import { readFigures, totalsOf } from "@/lib/ledger/insights/compute-figures"
import { type KnownLane, readLanes } from "@/lib/ledger/insights/insight-lanes"
import { mondayOf } from "@/lib/ledger/insights/iso-week"
import { listSlowest } from "@/lib/ledger/insights/list-insight-rows"
import { type Question, resolveInsightsQuery } from "@/lib/ledger/insights/resolve-query"
import { db, snapshot } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { toInstant } from "@/lib/platform/instant"
import { maxLimit } from "@/lib/platform/page"
import { maxDigestEntries } from "./max-entries"
import type { Digest, DigestFigures, DigestQuery } from "./schema"

/** What happened in an ISO week (`2026-W47`), compared with the week before. 404 if the week does not exist. */
export async function getDigest(actor: Actor, week: string, { timeZone }: DigestQuery): Promise<Digest> {
  const monday = mondayOf(week)
  if (monday === null) throw notFound(`There is no week "${week}". Use one such as 2026-W47.`)
  const at = (weeks: number) => startOfDay(Temporal.PlainDate.from(monday).add({ weeks }), timeZone)
  const window = { from: at(0), to: at(1) }
  const question = await resolveInsightsQuery(actor, { ...window, bucket: "week", timeZone })
  const before: Question = { ...question, from: at(-1), to: at(0) }
  const events = { ...window, limit: maxDigestEntries }
  const [ledger, rollbacks, failures, annotations, releases] = await Promise.all([
    readLedger(question, before),
    listActivity(actor, { ...events, only: "rollbacks" }),
    listActivity(actor, { ...events, only: "failures" }),
    listAnnotations(actor, { ...window, limit: maxLimit }),
    hasScope(actor, "releases:read") ? countReleaseChanges(actor, window) : null,
  ])
  return {
    week,
    timeZone,
    from: toInstant(window.from),
    to: toInstant(window.to),
    partial: window.to > new Date(),
    ...ledger,
    rollbacks: rollbacks.items,
    failures: failures.items,
    releases,
    annotations: annotations.items,
  }
}

function readLedger(question: Question, before: Question) {
  return snapshot(async () => {
    const now = await readByEnvironment(question)
    const previous = await readByEnvironment(before)
    const knownLanes = await readLanes(null, question.environments, question)
    return {
      environments: question.environments.flatMap(({ name }) => {
        const figures = now.get(name) ?? noFigures
        const previousFigures = previous.get(name) ?? noFigures
        const isUsed = [figures, previousFigures].some(({ reached, failed }) => reached + failed > 0)
        return isUsed ? [{ environment: name, figures, previous: previousFigures }] : []
      }),
      newApplications: newIn(question, knownLanes),
      slowest: await listSlowest(question, 5),
    }
  })
}

/** The figures of each environment by name; the environments of a family are combined. */
async function readByEnvironment(question: Question): Promise<Map<string, DigestFigures>> {
  const byId = new Map(question.environments.map((environment) => [environment.id, environment]))
  const nameOf = ({ environmentId }: KnownLane) => {
    const environment = byId.get(environmentId)
    return byId.get(environment?.familyId ?? environmentId)?.name ?? environment?.name ?? ""
  }
  const figures = await readFigures(question, (lanes) => Map.groupBy(lanes, nameOf))
  return new Map(
    [...figures].map(([name, lanesFigures]) => {
      const totals = totalsOf(lanesFigures, "window", question, question.timeZone)
      const { reached, failed, rolledBack, rollbackRate, changeFailRate } = totals
      return [name, { reached, failed, rolledBack, rollbackRate, changeFailRate }]
    }),
  )
}

const noRate = { value: null, numerator: 0, denominator: 0 }
const noFigures: DigestFigures = {
  reached: 0,
  failed: 0,
  rolledBack: 0,
  rollbackRate: noRate,
  changeFailRate: noRate,
}

/** The applications whose first record is in the window. */
function newIn({ from, to }: Window, knownLanes: readonly KnownLane[]): Digest["newApplications"] {
  const firstDeployments = [...Map.groupBy(knownLanes, ({ application }) => application)].map(
    ([application, lanes]) => ({
      application,
      first: new Date(Math.min(...lanes.map(({ firstRecordAt }) => firstRecordAt.getTime()))),
    }),
  )
  return firstDeployments
    .filter(({ first }) => first >= from && first < to)
    .sort((a, b) => b.first.getTime() - a.first.getTime())
    .map(({ application, first }) => ({ application, firstRecordAt: toInstant(first) }))
}

async function countReleaseChanges(actor: Actor, { from, to }: Window) {
  const rows = await db().releaseRevision.groupBy({
    by: ["operation", "status"],
    where: {
      createdAt: { gte: from, lt: to },
      release: { tenantId: visibleTo(actor).tenants.where },
    },
    orderBy: [{ operation: "asc" }, { status: "asc" }],
    _count: true,
  })
  return rows.map(({ operation, status, _count: count }) => ({ operation, status, count }))
}
