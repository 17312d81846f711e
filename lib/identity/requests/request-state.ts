import { PerProcess } from "@/lib/platform/per-process"
import type { RejectionLimit } from "./rejection-limit"
import type { RequestBuffer } from "./request-buffer"

/** The state of this web process since its first kept request; the server flushes it before the process ends. */
export const requestBuffer = new PerProcess<RequestBuffer>("requests")
export const refusalLimit = new PerProcess<RejectionLimit>("refusals")
