import { rankedEnvironments, stagesOf } from "@/lib/ledger/environments/promotion-order"
import { readFirstUses } from "@/lib/ledger/promotions/read-first-uses"
import type { FirstUses } from "@/lib/ledger/promotions/trace-path"
import type { Slots } from "./calendar"
import { type PromotionLane, type PromotionStage, promotionSql } from "./metric-sql"
import { noTimes, readTimesByEnvironment } from "./read-figures"
import type { Question } from "./resolve-query"
import type { PromotionTimeFigures } from "./schema"

type PromotionKind = PromotionTimeFigures["kind"]
type FirstUsesByApplication = ReadonlyMap<string, FirstUses>
type WindowFigures = { window: PromotionTimeFigures; before: PromotionTimeFigures }

/**
 * Promotion times by environment: from the stage below, and for production also from the lowest stage if that is a
 * different one.
 */
export async function readPromotionTimes(
  question: Question,
  windows: Slots,
): Promise<{ window: PromotionTimeFigures[]; before: PromotionTimeFigures[] }> {
  const firstUses = await readFirstUsesOf(question)
  const [steps, wholes] = await Promise.all([
    readKind("step", question, windows, firstUses),
    readKind("whole", question, windows, firstUses),
  ])
  const entries = question.environments.flatMap(({ id }) => {
    const [step, whole] = [steps.get(id), wholes.get(id)]
    if (step === undefined) return []
    return whole === undefined || whole.window.from.join() === step.window.from.join()
      ? [step]
      : [step, whole]
  })
  return { window: entries.map(({ window }) => window), before: entries.map(({ before }) => before) }
}

/** The lanes that the question counts promotions to, each with the stages they come from. */
export async function readPromotionLanes(kind: PromotionKind, question: Question): Promise<PromotionLane[]> {
  return promotionLanes(kind, question, await readFirstUsesOf(question))
}

function readFirstUsesOf({ environments, application }: Question): Promise<FirstUsesByApplication> {
  return readFirstUses(rankedEnvironments(environments), application === null ? null : [application])
}

async function readKind(
  kind: PromotionKind,
  question: Question,
  windows: Slots,
  firstUses: FirstUsesByApplication,
): Promise<Map<string, WindowFigures>> {
  const lanes = promotionLanes(kind, question, firstUses)
  if (lanes.length === 0) return new Map()
  const times = await readTimesByEnvironment(question, windows, promotionSql(lanes))
  const entries = question.environments.flatMap(({ id, name: to }): [string, WindowFigures][] => {
    const lanesHere = lanes.filter(({ environmentId }) => environmentId === id)
    const origins = originsUntil(question.to, lanesHere)
    if (origins.size === 0) return []
    const from = question.environments.filter((one) => origins.has(one.id)).map(({ name }) => name)
    const figures = ({ n, excluded: { skipped, outOfOrder }, p50, p90 } = noTimes) => ({
      kind,
      from,
      to,
      n,
      skipped,
      outOfOrder,
      p50,
      p90,
    })
    const own = times.get(id)
    return [[id, { window: figures(own?.window), before: figures(own?.before) }]]
  })
  return new Map(entries)
}

/**
 * For each counted lane, the stages below that its tags can have come from, by preference: the next lower first or
 * (`whole`, production only) the lowest. `stageBelow` in lib/ledger/promotions has the rule. Stages that no arrival
 * since the start of the window can have come from are left out, and so are lanes with nothing below.
 */
function promotionLanes(
  kind: PromotionKind,
  { environments, environmentIds, from: begin }: Question,
  firstUses: FirstUsesByApplication,
): PromotionLane[] {
  const stages = rankedEnvironments(environments.filter(({ archivedAt }) => archivedAt === null))
  const targets = stages.filter((to) => environmentIds.includes(to.id) && (kind === "step" || to.production))
  const idOf = new Map(stages.map(({ id, name }) => [name, id]))
  return [...firstUses].flatMap(([application, uses]) =>
    targets.flatMap((to) => {
      const firstArrival = uses.get(to.name)
      if (firstArrival === undefined) return []
      const lower = stagesOf(stages.filter(({ rank, name }) => rank < to.rank && uses.has(name)))
      const earliest = firstArrival > begin ? firstArrival : begin
      const candidates = lower.map(({ environments: names }): PromotionStage => {
        const times = names.flatMap((name) => uses.get(name)?.getTime() ?? [])
        const usedAt = new Date(Math.min(...times))
        return {
          originIds: names.flatMap((name) => idOf.get(name) ?? []),
          usedAt: usedAt <= earliest ? null : usedAt,
        }
      })
      const preferred = kind === "step" ? candidates.reverse() : candidates
      const always = preferred.findIndex(({ usedAt }) => usedAt === null)
      const reachable = always < 0 ? preferred : preferred.slice(0, always + 1)
      return reachable.length === 0 ? [] : [{ application, environmentId: to.id, stages: reachable }]
    }),
  )
}

/** The environments that tags came from until `to`: of stages used by then or, where there were none, used since. */
function originsUntil(to: Date, lanes: readonly PromotionLane[]): Set<string> {
  const origins = lanes.flatMap(({ stages }) => {
    const used = stages.filter(({ usedAt }) => usedAt === null || usedAt < to)
    return used.length === 0 ? stages : used
  })
  return new Set(origins.flatMap(({ originIds }) => originIds))
}
