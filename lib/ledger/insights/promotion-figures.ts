import type { DeploymentScope } from "@/lib/ledger/deployments/scope-sql"
import { stagesOf } from "@/lib/ledger/environments/ladder"
import { readFirstUses } from "@/lib/ledger/promotions/read-first-uses"
import { type MetricSettings, metricSql, type PromotionLane } from "./metric-sql"
import { originsUntil, type PromotionKind, promotionLanes } from "./promotion-lanes"
import { countedEnvironments, type Question } from "./question"
import { noTimes, readTimes, type Times } from "./read-times"
import type { PromotionTimeFigures } from "./schema"
import type { Slots } from "./slots"

export type PromotionFigures = { window: PromotionTimeFigures[]; before: PromotionTimeFigures[] }

type Entry = { from: string[]; window: PromotionTimeFigures; before: PromotionTimeFigures }

/** The lanes that the question counts promotions to since `begin`, each with the stages they come from. */
export async function readPromotionLanes(
  kind: PromotionKind,
  question: Question,
  begin: Date,
): Promise<PromotionLane[]> {
  const { application, ladder } = question
  const firstUses = await readFirstUses(stagesOf(ladder), application === null ? null : [application])
  const targets = new Set(countedEnvironments(question).map(({ id }) => id))
  return promotionLanes(kind, firstUses, ladder, targets, begin)
}

/**
 * Promotion times by environment: from the stage below, and for production also from the lowest stage if that is a
 * different one.
 */
export async function promotionFigures(
  question: Question,
  scope: DeploymentScope,
  slots: Slots,
  settings: Omit<MetricSettings, "promotionLanes">,
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
  settings: Omit<MetricSettings, "promotionLanes">,
): Promise<Map<string, Entry>> {
  const lanes = await readPromotionLanes(kind, question, scope.from)
  const metric = metricSql({ ...settings, promotionLanes: lanes }).promotionTimeSeconds
  const times = lanes.length === 0 ? [] : await readTimes(scope, slots, metric, "environment")
  return new Map(
    question.ladder.flatMap(({ id, name: to }) => {
      const origins = originsUntil(
        scope.to,
        lanes.filter(({ environmentId }) => environmentId === id),
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
