import { createYielder } from "@/lib/platform/create-yielder"
import { threadTask } from "@/lib/platform/threads/thread-task"
import type { ManifestObject } from "./manifest-documents"
import type parseManifestsTask from "./parse-manifests.task"

const run = threadTask<typeof parseManifestsTask>("lib/kube/masking/parse-manifests.task.ts", {
  resultBytes: 128 * 1_048_576,
})

/** Parses the objects of manifests of any size in a worker thread. `namespace`: of the release. Throws TaskLimitError. */
export async function parseManifests(
  namespace: string,
  manifests: readonly string[],
): Promise<ManifestObject[]> {
  const yieldWhenDue = createYielder()
  const objects: ManifestObject[] = []
  for (const json of await run(namespace, manifests)) {
    objects.push(JSON.parse(json))
    await yieldWhenDue()
  }
  return objects
}
