/** The names of the numbers in `totals`; each can be asked for its rows. */
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
