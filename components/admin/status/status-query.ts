import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"

export const statusQuery = apiQuery(["status"], api("/status"))
