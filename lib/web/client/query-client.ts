import { QueryCache, QueryClient } from "@tanstack/react-query"
import { ApiError } from "@/lib/web/client/api-error"

const maxWaitMs = 30_000

/** How long what was read is shown without reading it again when a page opens. */
export const freshForMs = 30_000

/** Whether asking again can help: no answer, a busy server or a database away; never a refusal. */
export function isWorthRetrying(error: unknown, failures: number): boolean {
  if (!(error instanceof ApiError)) return failures < 1
  if (error.status === 503 || error.status === 0) return failures < 20
  if (error.status === 429) return failures < 3
  return error.status >= 500 && failures < 2
}

/** Milliseconds until the next try: what the server asked for, else doubling from half a second. */
export function retryDelayMs(failures: number, error: unknown): number {
  const asked = error instanceof ApiError ? error.retryAfterSeconds : null
  if (asked !== null) return Math.min(asked * 1000, maxWaitMs)
  return Math.min(500 * 2 ** failures, maxWaitMs)
}

/** @param onSignedOut called when any read is answered 401 */
export function makeQueryClient(onSignedOut: () => void = () => {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.status === 401) onSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        // The live stream says when something changed, so that time alone makes nothing stale quickly.
        staleTime: freshForMs,
        // The shell reads again on return and on recovery: it knows whether the page stands still.
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => isWorthRetrying(error, failures),
        retryDelay: retryDelayMs,
      },
      mutations: { retry: false },
    },
  })
}
