/** The names of the metrics in `totals`; the rows of each can be requested. */
export const metrics = [
  "reached",
  "failed",
  "rolledBack",
  "pending",
  "perDay",
  "deployDaysPerWeek",
  "rollbackRate",
  "failureRate",
  "changeFailRate",
  "reworkRate",
  "durationSeconds",
  "leadTimeSeconds",
  "promotionTimeSeconds",
  "recoveryTimeSeconds",
] as const

export type Metric = (typeof metrics)[number]
export type RateMetric = Extract<Metric, "rollbackRate" | "failureRate" | "changeFailRate" | "reworkRate">
