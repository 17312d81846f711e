import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { quarantineKinds } from "@/lib/policy/quarantine/kinds"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const quarantineList = filteredList(queryKeys.quarantines, (filter) => api("/quarantine", filter), {
  q: parseAsString,
  kind: parseAsStringLiteral(quarantineKinds),
  active: parseAsStringLiteral(["true", "false"]),
})
