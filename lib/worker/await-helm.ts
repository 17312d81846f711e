import { setTimeout as sleep } from "node:timers/promises"
import { runningHelm } from "@/lib/helm/running-helm"
import { LeaseLost } from "@/lib/operations/lease"
import { LeftToOthers } from "./ask-again"
import type { Work } from "./work"

const lookMilliseconds = 250

/** Waits for a Helm of this operation that outlived the worker who started it; also one that is only now being stopped. */
export async function untilNoHelmRuns(work: Work): Promise<void> {
  let told = false
  for (;;) {
    const running = await runningHelm(work.operation.id)
    if (running === null || running.length === 0) return
    if (!told) work.progress.say("Helm still runs from before; waiting for its end.")
    told = true
    if (work.held.isLost) throw new LeaseLost(work.operation.id)
    if (work.stopping.aborted) throw new LeftToOthers()
    await sleep(lookMilliseconds)
  }
}
