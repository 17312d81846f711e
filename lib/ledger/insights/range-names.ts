/** Windows that the server settles; see ./ranges for what each means. */
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
