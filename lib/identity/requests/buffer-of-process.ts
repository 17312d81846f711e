import type { RefusalLimit } from "./refusal-limit"
import type { RequestBuffer } from "./request-buffer"

/**
 * What this web process keeps, once there was a request to keep. Next.js bundles each route separately; global state lets all
 * routes, and the server that ends the process, share it.
 */
export const bufferOfProcess = globalThis as typeof globalThis & {
  slipwayRequests?: RequestBuffer
  slipwayRefusals?: RefusalLimit
}
