import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"

/** The state of the installation, for admins. */
export const statusQuery = apiQuery(["status"], api.status())
