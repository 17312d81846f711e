/** Separate from the schema so that the browser need not load it. The rows of each metric can be requested. */
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

/** Which rows of a metric can be requested. */
export const rowParts = ["counted", "population", "excluded"] as const
export type RowPart = (typeof rowParts)[number]

export const bucketSizes = ["day", "week", "month"] as const
export type BucketSize = (typeof bucketSizes)[number]

/** Windows that the server resolves; see ./resolve-query for their definitions. */
export const ranges = [
  "7d",
  "30d",
  "90d",
  "1y",
  "2y",
  "5y",
  "this-month",
  "last-month",
  "this-quarter",
  "last-quarter",
  "this-year",
  "last-year",
] as const
export type Range = (typeof ranges)[number]

/** How long before the same window can be compared. */
export const comparedPeriods = ["month", "quarter", "year"] as const
export type ComparedPeriod = (typeof comparedPeriods)[number]

/** The parameters for this quarter and the same days of the last. */
export const quarterComparison = { range: "this-quarter", compareBefore: "quarter" } as const

/** Complete periods that a partial period can be compared with. */
export const comparedRanges = ["last-month", "last-quarter", "last-year"] as const satisfies readonly Range[]
export type ComparedRange = (typeof comparedRanges)[number]
