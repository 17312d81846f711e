import { useQueryClient } from "@tanstack/react-query"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { useChange } from "@/components/ui/use-api-mutation"
import type { Release } from "@/lib/fleet/releases/schema"
import { setChangedData } from "@/lib/web/client/live-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** Sends a change of a release, which then runs in the background; `mutate` takes the request. */
export function useChangeRelease() {
  const client = useQueryClient()
  return useChange((send: () => Promise<Release>) => send(), {
    onSuccess: (release) => {
      setChangedData(client, releaseQuery(release.id).queryKey, release)
      void client.invalidateQueries({ queryKey: queryKeys.tenantReleases(release.tenantId) })
    },
  })
}
