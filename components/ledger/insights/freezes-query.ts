import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { freezeStates } from "@/lib/ledger/annotations/kinds"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const freezeFilters = {
  state: parseAsStringLiteral(freezeStates),
  environment: parseAsString,
  application: parseAsString,
}

type FreezeFilter = inferParserType<typeof freezeFilters>

export const freezesQuery = (filter: FreezeFilter) =>
  apiListQuery([...queryKeys.annotations, "freezes", filter], api.freezes(filter))
