import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { quarantineKinds } from "@/lib/policy/quarantine/kinds"
import { apiListQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const quarantineFilters = {
  q: parseAsString,
  kind: parseAsStringLiteral(quarantineKinds),
  active: parseAsStringLiteral(["true", "false"]),
}

type QuarantineFilter = inferParserType<typeof quarantineFilters>

export const quarantinesQuery = (filter: QuarantineFilter) =>
  apiListQuery([...queryKeys.quarantines, filter], api.quarantines(filter))
