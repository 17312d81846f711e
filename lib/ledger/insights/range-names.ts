/** Windows that the server resolves; see ./ranges for their definitions. */
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
