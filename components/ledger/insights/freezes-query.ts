import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import { freezeStates } from "@/lib/ledger/annotations/kinds"
import { api } from "@/lib/platform/paths"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const freezeList = filteredList(
  [...queryKeys.annotations, "freezes"],
  (filter) => api("/freezes", filter),
  {
    state: parseAsStringLiteral(freezeStates),
    environment: parseAsString,
    application: parseAsString,
  },
)
