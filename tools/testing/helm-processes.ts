import { readdir, readFile } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { runMark } from "@/lib/kube/helm/helm-processes"

const pollMs = 200

/** How often a process is checked without success: one that is just starting still has its parent's environment. */
let others = new Map<string, number>()

/** The Helm processes that change a release, by operation; only those with their home in `folder`, if it is given. */
export async function helmsByOperation(folder = ""): Promise<Map<string, number[]>> {
  const pidsByOperation = new Map<string, number[]>()
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))
  others = new Map(pids.flatMap((pid): [string, number][] => [[pid, others.get(pid) ?? 0]]))
  const inspect = async (pid: string) => {
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")
    const variables = environment.split("\0")
    const mark = variables.find((variable) => variable.startsWith(`${runMark}=`))
    if (mark !== undefined && !variables.some((variable) => variable.startsWith(`HOME=${folder}`))) return
    if (mark === undefined) others.set(pid, (others.get(pid) ?? 0) + 1)
    else {
      const operationId = mark.slice(runMark.length + 1)
      pidsByOperation.set(operationId, [...(pidsByOperation.get(operationId) ?? []), Number(pid)])
    }
  }
  await Promise.all(pids.filter((pid) => (others.get(pid) ?? 0) < 5).map(inspect))
  return pidsByOperation
}

/** The Helm processes that change a release for one of these operations. */
export async function helmOf(operationIds: readonly string[]): Promise<number[]> {
  const helms = await helmsByOperation()
  return operationIds.flatMap((id) => helms.get(id) ?? [])
}

/** Counts the Helm processes of each operation continuously; returns the maximum at a time. */
export function countHelms(operationIds: readonly string[]): () => Promise<number> {
  let maxCount = 0
  let isRunning = true
  const counting = (async () => {
    while (isRunning) {
      const helms = await helmsByOperation()
      maxCount = Math.max(maxCount, ...operationIds.map((id) => helms.get(id)?.length ?? 0))
      await sleep(pollMs)
    }
  })()
  return async () => {
    isRunning = false
    await counting
    return maxCount
  }
}
