import { hourMs } from "@/lib/platform/instant"
import { fact, type PackedFacts } from "./packed-facts"
import { SlotValues } from "./slot-values"

/** How the records of two adjacent windows are counted. Instants are epoch milliseconds, in ascending order. */
export type TallyPlan = {
  /** Where the parts of the previous window and of the window start; each part has a slot. */
  before: readonly number[]
  window: readonly number[]
  to: number
  /** Where the local days of both windows start; a day that the start of the window cuts is two. */
  dayStarts: readonly number[]
  /** The UTC offsets in force, in milliseconds, and since when. */
  offsets: readonly { start: number; offset: number }[]
  /** Which first arrivals have a lead time. */
  leadTimeOf: number
}

const newCounts = () => ({
  reached: 0,
  failed: 0,
  rolledBack: 0,
  pending: 0,
  changes: 0,
  failedChanges: 0,
  reworked: 0,
  durationUnknown: 0,
  durationClosedLate: 0,
  leadTimeUnknown: 0,
  leadTimeNegative: 0,
})

/** The places of windows in what is counted for whole windows only. */
export const windowIndexes = { before: 0, window: 1 } as const

export const newPromotions = () => ({ times: new SlotValues(2), skipped: [0, 0], outOfOrder: [0, 0] })

type Promotions = ReturnType<typeof newPromotions>

const hoursOfWeek = 168
/** 1970-01-01 was a Thursday; weeks start on Monday. */
const firstHour = 72

/** Counts every metric of Insights in one pass over the records of each lane. Times are in milliseconds. */
export class Tally {
  /** Indexed by slot, those of the previous window first. */
  readonly counts: ReturnType<typeof newCounts>[]
  readonly durations: SlotValues
  readonly leadTimes: SlotValues
  readonly recoveries = { times: new SlotValues(2), open: [0, 0] }
  /** Keyed by the id of the environment. */
  readonly promotions = { step: new Map<string, Promotions>(), whole: new Map<string, Promotions>() }
  /** Deployments in the window by local hour of the week. */
  readonly heat = new Array<number>(hoursOfWeek).fill(0)
  /** Whether a deployment reached an environment on each local day. */
  readonly deployDays: boolean[]
  private readonly starts: Float64Array
  private readonly dayStarts: Float64Array
  private readonly spanStarts: Float64Array

  constructor(private readonly plan: TallyPlan) {
    this.starts = Float64Array.from([...plan.before, ...plan.window])
    this.dayStarts = Float64Array.from(plan.dayStarts)
    this.spanStarts = Float64Array.from(plan.offsets, ({ start }) => start)
    this.counts = Array.from(this.starts, newCounts)
    this.durations = new SlotValues(this.starts.length)
    this.leadTimes = new SlotValues(this.starts.length)
    this.deployDays = plan.dayStarts.map(() => false)
  }

  /**
   * A lane whose records are added next. `nextDeployedAt`: when the next DEPLOYED record after the window arrived, which ends
   * the recovery from a failure in it.
   */
  startLane(environmentId: string, nextDeployedAt: Date | null) {
    return {
      next: nextDeployedAt?.getTime() ?? never,
      slot: new DescendingCursor(this.starts),
      day: new DescendingCursor(this.dayStarts),
      span: new DescendingCursor(this.spanStarts),
      steps: promotionsOf(this.promotions.step, environmentId),
      wholes: promotionsOf(this.promotions.whole, environmentId),
    }
  }

  /**
   * Adds records of one lane, from the newest to the oldest because a recovery ends with a later one: what is added next are
   * older ones. Those outside the windows are left out.
   */
  add(lane: ReturnType<Tally["startLane"]>, facts: PackedFacts): void {
    const { durations, leadTimes, recoveries } = this
    const { to, before, offsets, leadTimeOf } = this.plan
    const { steps, wholes, day, span } = lane
    let { next } = lane
    let value = facts.valueCount
    for (let index = facts.n - 1; index >= 0; index--) {
      const at = facts.at(index)
      const flags = facts.flags(index)
      const whole = flags & fact.whole ? facts.value(--value) : 0
      const step = flags & fact.step ? facts.value(--value) : 0
      const leadTime = flags & fact.leadTime ? facts.value(--value) : 0
      const duration = flags & fact.duration ? facts.value(--value) : 0
      if (at >= to) continue
      const slot = lane.slot.indexAt(at)
      const counts = this.counts[slot]
      if (counts === undefined) break
      const window = slot < before.length ? windowIndexes.before : windowIndexes.window

      if (flags & fact.reached) {
        counts.reached++
        if (flags & fact.rolledBack) counts.rolledBack++
        if (flags & fact.reworked) counts.reworked++
        this.deployDays[day.indexAt(at)] = true
        if (window === windowIndexes.window) this.countHour(at + (offsets[span.indexAt(at)]?.offset ?? 0))
      } else if (flags & fact.pending) counts.pending++
      else counts.failed++

      if (flags & fact.change) counts.changes++
      if (flags & fact.failedChange) {
        counts.failedChanges++
        if (next === never) increment(recoveries.open, window)
        else recoveries.times.add(window, next - at)
      }
      if (flags & fact.deployed) next = at

      if (flags & fact.duration) durations.add(slot, duration)
      else if (flags & fact.durationUnknown) counts.durationUnknown++
      else if (flags & fact.durationClosedLate) counts.durationClosedLate++

      if (flags & leadTimeOf) {
        if (flags & fact.leadTime) leadTimes.add(slot, leadTime)
        else if (flags & fact.leadTimeUnknown) counts.leadTimeUnknown++
        else if (flags & fact.leadTimeNegative) counts.leadTimeNegative++
      }
      if (flags & fact.step) steps.times.add(window, step)
      else if (flags & fact.stepSkipped) increment(steps.skipped, window)
      else if (flags & fact.stepOutOfOrder) increment(steps.outOfOrder, window)
      if (flags & fact.whole) wholes.times.add(window, whole)
      else if (flags & fact.wholeSkipped) increment(wholes.skipped, window)
      else if (flags & fact.wholeOutOfOrder) increment(wholes.outOfOrder, window)
    }
    lane.next = next
  }

  private countHour(localTime: number): void {
    const hour = (Math.floor(localTime / hourMs) + firstHour) % hoursOfWeek
    increment(this.heat, hour < 0 ? hour + hoursOfWeek : hour)
  }
}

const never = Number.POSITIVE_INFINITY

/** The part of a time that was reached, going back. */
class DescendingCursor {
  private index: number

  constructor(private readonly starts: Float64Array) {
    this.index = starts.length - 1
  }

  /** The index of the part that has this instant, which is not after the one before; -1 if it is before all. */
  indexAt(at: number): number {
    const { starts } = this
    // Keeping the start as well would take memory at each step.
    let { index } = this
    while (index >= 0 && at < (starts[index] ?? at)) index--
    this.index = index
    return index
  }
}

function promotionsOf(map: Map<string, Promotions>, environmentId: string): Promotions {
  const promotions = map.get(environmentId) ?? newPromotions()
  map.set(environmentId, promotions)
  return promotions
}

function increment(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1
}
