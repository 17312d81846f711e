import { queryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** The state of the installation, for admins. */
export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => request(api.status(), { signal }),
})
