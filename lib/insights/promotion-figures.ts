import { db } from "@/lib/db/transaction"
import type { DeploymentScope } from "@/lib/deployments/scope-sql"
import { type MetricSettings, metricSql, type PromotionRung } from "./metric-sql"
import { type PromotionKind, promotionRungs } from "./promotion-rungs"
import { countedEnvironments, type Question } from "./question"
import { noTimes, readTimes, type Times } from "./read-times"
import type { PromotionTimeFigures } from "./schema"
import type { Slots } from "./slots"

export type PromotionFigures = { window: PromotionTimeFigures[]; before: PromotionTimeFigures[] }

type Entry = { from: string[]; window: PromotionTimeFigures; before: PromotionTimeFigures }

/** The rungs that the question's promotions come from, by the lanes there are. */
export async function readPromotionRungs(kind: PromotionKind, question: Question): Promise<PromotionRung[]> {
  const lanes = await db().lane.findMany({
    where: {
      application: question.application ?? undefined,
      environmentId: { in: question.ladder.map(({ id }) => id) },
    },
  })
  const targets = new Set(countedEnvironments(question).map(({ id }) => id))
  return promotionRungs(kind, lanes, question.ladder, targets)
}

/** Promotion times by environment: from the rung below, and for production also from the lowest when that is another. */
export async function promotionFigures(
  question: Question,
  scope: DeploymentScope,
  slots: Slots,
  settings: Omit<MetricSettings, "promotionRungs">,
): Promise<PromotionFigures> {
  const [steps, wholes] = await Promise.all(
    (["step", "whole"] as const).map((kind) => entriesOf(kind, question, scope, slots, settings)),
  )
  const entries = question.ladder.flatMap(({ id }) => {
    const step = steps?.get(id)
    const whole = wholes?.get(id)
    if (step === undefined) return []
    return whole === undefined || whole.from.join() === step.from.join() ? [step] : [step, whole]
  })
  return { window: entries.map(({ window }) => window), before: entries.map(({ before }) => before) }
}

async function entriesOf(
  kind: PromotionKind,
  question: Question,
  scope: DeploymentScope,
  slots: Slots,
  settings: Omit<MetricSettings, "promotionRungs">,
): Promise<Map<string, Entry>> {
  const rungs = await readPromotionRungs(kind, question)
  const metric = metricSql({ ...settings, promotionRungs: rungs }).promotionTimeSeconds
  const times = rungs.length === 0 ? [] : await readTimes(scope, slots, metric, "environment")
  return new Map(
    question.ladder.flatMap(({ id, name: to }) => {
      const origins = new Set(
        rungs.filter((rung) => rung.environmentId === id).flatMap((rung) => rung.originIds),
      )
      if (origins.size === 0) return []
      const from = question.ladder
        .filter((environment) => origins.has(environment.id))
        .map(({ name }) => name)
      const own = times.find(({ environmentId }) => environmentId === id)
      const figures = (of: Times) => figuresOf(kind, from, to, of)
      return [
        [id, { from, window: figures(own?.window ?? noTimes), before: figures(own?.before ?? noTimes) }],
      ]
    }),
  )
}

function figuresOf(kind: PromotionKind, from: string[], to: string, times: Times): PromotionTimeFigures {
  const { n, left, p50, p90 } = times
  return { kind, from, to, n, skipped: left.skipped, outOfOrder: left.outOfOrder, p50, p90 }
}
