/** The fields other than time by which the history can be sorted. Separate from the schema, for use in the browser. */
export const sortFields = [
  "imageTag",
  "application",
  "environment",
  "status",
  "durationSeconds",
  "gitBranch",
  "initiatedBy",
] as const
export type SortField = (typeof sortFields)[number]

/** `-`: descending. */
export type HistorySort = SortField | `-${SortField}`
export const historySorts: readonly HistorySort[] = sortFields.flatMap((field) => [
  field,
  `-${field}` as const,
])

export function parseSort(sort: HistorySort): { field: SortField; isDescending: boolean } {
  const field = sortFields.find((one) => sort === one || sort === `-${one}`)
  if (field === undefined) throw new Error(`The history has no field to sort by in ${sort}.`)
  return { field, isDescending: sort !== field }
}
