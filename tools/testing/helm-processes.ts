import { readdir, readFile } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { runMark } from "@/lib/kube/helm/running-helm"

const lookMs = 200

/** How often each process was looked at in vain: one that is being started still has the environment of its parent. */
let others = new Map<string, number>()

/** The processes of Helm that change a release, by the operation they do it for. */
async function helms(): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>()
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))
  others = new Map(pids.flatMap((pid): [string, number][] => [[pid, others.get(pid) ?? 0]]))
  const look = async (pid: string) => {
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")
    const mark = environment.split("\0").find((variable) => variable.startsWith(`${runMark}=`))
    if (mark === undefined) others.set(pid, (others.get(pid) ?? 0) + 1)
    else {
      const operationId = mark.slice(runMark.length + 1)
      found.set(operationId, [...(found.get(operationId) ?? []), Number(pid)])
    }
  }
  await Promise.all(pids.filter((pid) => (others.get(pid) ?? 0) < 5).map(look))
  return found
}

/** The processes of Helm that change a release for one of these operations. */
export async function helmOf(operationIds: readonly string[]): Promise<number[]> {
  const found = await helms()
  return operationIds.flatMap((id) => found.get(id) ?? [])
}

/** Counts the Helms of each operation all the while; answers the most there were at a time. */
export function countHelms(operationIds: readonly string[]): () => Promise<number> {
  let most = 0
  let going = true
  const counting = (async () => {
    while (going) {
      const found = await helms()
      most = Math.max(most, ...operationIds.map((id) => found.get(id)?.length ?? 0))
      await sleep(lookMs)
    }
  })()
  return async () => {
    going = false
    await counting
    return most
  }
}
