import type { RequestBuffer } from "./request-buffer"

/**
 * The buffer of this web process, once it has kept a request. Next.js bundles each route separately; global state lets all
 * routes, and the server that ends the process, share it.
 */
export const bufferOfProcess = globalThis as typeof globalThis & { slipwayRequests?: RequestBuffer }
