import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query"
import { ApiError } from "@/lib/web/client/api-error"

const maxWaitMs = 30_000

/** How long fetched data is considered fresh when a page opens. */
export const freshForMs = 30_000

/** Whether a retry can help: no response, a busy server or an unavailable database, but not a rejected request. */
export function isWorthRetrying(error: unknown, failures: number): boolean {
  if (!(error instanceof ApiError)) return failures < 1
  if (error.status === 503 || error.status === 0) return failures < 20
  if (error.status === 429) return failures < 3
  return error.status >= 500 && failures < 2
}

/** Delay before the next attempt: the server's Retry-After, otherwise doubling from half a second. */
export function retryDelayMs(failures: number, error: unknown): number {
  const retryAfter = error instanceof ApiError ? error.retryAfterSeconds : null
  if (retryAfter !== null) return Math.min(retryAfter * 1000, maxWaitMs)
  return Math.min(500 * 2 ** failures, maxWaitMs)
}

/** @param onSignedOut called when any request returns 401 */
export function makeQueryClient(onSignedOut: () => void = () => {}): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The live stream invalidates queries, so data does not become stale quickly by age alone.
        staleTime: freshForMs,
        // The shell refetches on focus and reconnect itself, because it knows whether live updates are paused.
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => isWorthRetrying(error, failures),
        retryDelay: retryDelayMs,
      },
      mutations: { retry: false },
    },
  })
}
