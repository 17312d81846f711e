import { PerProcess } from "@/lib/platform/per-process"
import type { RefusalLimit } from "./refusal-limit"
import type { RequestBuffer } from "./request-buffer"

/** What this web process keeps once there was a request to keep; the server that ends the process flushes it. */
export const requestBuffer = new PerProcess<RequestBuffer>("requests")
export const refusalLimit = new PerProcess<RefusalLimit>("refusals")
