import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** The history filters in the URL, named like the API parameters. */
export const historyParsers = {
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
}

export type HistoryFilter = inferParserType<typeof historyParsers>

export const emptyFilter: HistoryFilter = {
  environment: null,
  application: null,
  status: null,
  imageTag: null,
  branch: null,
  commit: null,
  initiatedBy: null,
  from: null,
  to: null,
  q: null,
  includeAnnulled: null,
  order: null,
}

/** Rows per request: one and a half screens, so that the first page is fast and the next arrives in time. */
export const historyPageSize = 60

/** Deployments by time, newest first unless the filter says otherwise. */
export const historyQuery = (filter: HistoryFilter) =>
  apiListQuery([...queryKeys.history, filter], api.history({ ...filter, limit: historyPageSize }))
