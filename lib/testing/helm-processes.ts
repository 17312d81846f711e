import { readdir, readFile } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { runMark } from "@/lib/helm/running-helm"

/** The processes of Helm that change a release for an operation. */
export async function helmOf(operationId: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")
      return environment.split("\0").includes(`${runMark}=${operationId}`) ? [Number(pid)] : []
    }),
  )
  return found.flat()
}

/** Counts the Helms of each operation all the while; answers the most there were at a time. */
export function countHelms(operationIds: readonly string[]): () => Promise<number> {
  let most = 0
  let going = true
  const counting = (async () => {
    while (going) {
      const counts = await Promise.all(
        operationIds.map(async (operationId) => (await helmOf(operationId)).length),
      )
      most = Math.max(most, ...counts)
      await sleep(60)
    }
  })()
  return async () => {
    going = false
    await counting
    return most
  }
}
