/** The fields by which the history can be sorted besides time. The names, for the browser too. */
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

/** `-`: the last or largest first. */
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
