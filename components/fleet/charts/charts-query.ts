import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

export const chartFilters = { q: parseAsString, repository: parseAsString }

type ChartsFilter = inferParserType<typeof chartFilters>

export const chartsPageQuery = (filter: ChartsFilter) => apiListQuery(["charts", filter], api.charts(filter))
