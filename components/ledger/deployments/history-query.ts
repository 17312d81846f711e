import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { historySorts, parseSort, type SortField, sortFields } from "@/lib/ledger/deployments/history-sorts"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import { api } from "@/lib/platform/paths"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

const historyParsers = {
  environment: parseAsString,
  application: parseAsString,
  status: parseAsStringLiteral(deploymentStatuses),
  imageTag: parseAsString,
  branch: parseAsString,
  commit: parseAsString,
  initiatedBy: parseAsString,
  from: parseAsString,
  to: parseAsString,
  q: parseAsString,
  includeAnnulled: parseAsStringLiteral(["true"]),
  order: parseAsStringLiteral(["oldest"]),
  sort: parseAsStringLiteral(historySorts),
}

export type HistoryFilter = inferParserType<typeof historyParsers>

export const emptyFilter: HistoryFilter = createLoader(historyParsers)({})

type Order = Pick<HistoryFilter, "order" | "sort">

export function shownSort({ order, sort }: Order) {
  if (sort === null)
    return { columnId: "deployedAt", direction: order === null ? "descending" : "ascending" } as const
  const { field, isDescending } = parseSort(sort)
  return { columnId: columnOf(field), direction: isDescending ? "descending" : "ascending" } as const
}

/** The order after a click on a column header: reversed, or initially names from A and durations from the longest. */
export function orderBy(columnId: string, { order, sort }: Order): Order {
  const field = sortFields.find((one) => columnOf(one) === columnId)
  if (field === undefined) return { sort: null, order: sort === null && order === null ? "oldest" : null }
  const first = field === "durationSeconds" ? (`-${field}` as const) : field
  const other = field === "durationSeconds" ? field : (`-${field}` as const)
  return { order: null, sort: sort === first ? other : first }
}

const columnOf = (field: SortField) => (field === "durationSeconds" ? "duration" : field)

/** Rows per request: one and a half screens, so that the first page is fast and the next arrives in time. */
const historyPageSize = 60

/** Deployments by time, newest first unless the filter says otherwise, or by another column. */
export const historyList = filteredList(
  queryKeys.history,
  (filter: HistoryFilter) => api("/platform/deployments/history", { ...filter, limit: historyPageSize }),
  historyParsers,
)
