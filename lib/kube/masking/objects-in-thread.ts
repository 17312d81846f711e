import { threadTask } from "@/lib/platform/threads/thread-task"
import { yieldEvery } from "@/lib/platform/yield-every"
import type { ManifestObject } from "./manifest-documents"
import type manifestObjectsTask from "./manifest-objects.task"

const run = threadTask<typeof manifestObjectsTask>("lib/kube/masking/manifest-objects.task.ts", {
  resultBytes: 128 * 1_048_576,
})

/** Parses the objects of manifests of any size in a worker thread. `namespace`: of the release. Throws TaskLimitError. */
export async function objectsInThread(
  namespace: string,
  manifests: readonly string[],
): Promise<ManifestObject[]> {
  const yieldWhenDue = yieldEvery()
  const objects: ManifestObject[] = []
  for (const json of await run(namespace, manifests)) {
    objects.push(JSON.parse(json))
    await yieldWhenDue()
  }
  return objects
}
