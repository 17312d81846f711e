import type readReleaseTask from "@/lib/kube/helm/read-release.task"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import { HelmError } from "./helm-error"

const read = threadTask<typeof readReleaseTask>("lib/kube/helm/read-release.task.ts", {
  resultBytes: 128 * 1_048_576,
})

/** Parses the release in Helm's JSON output. `owner`: the namespace. Throws HelmError. */
export async function readRelease(owner: string, output: string): Promise<ReleaseRecord> {
  const result = await read(owner, output).catch((error: unknown) => {
    if (error instanceof TaskLimitError) return { problem: "Helm's output is too large to be read." }
    throw error
  })
  if ("problem" in result) throw new HelmError("unreadable", result.problem)
  return result.release
}
