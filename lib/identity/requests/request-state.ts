import { ProcessSingleton } from "@/lib/platform/process-singleton"
import type { RejectionLimit } from "./rejection-limit"
import type { RequestBuffer } from "./request-buffer"

/** The state of this web process since its first kept request; the server flushes it before the process ends. */
export const requestBuffer = new ProcessSingleton<RequestBuffer>("requests")
export const rejectionLimit = new ProcessSingleton<RejectionLimit>("refusals")
