import { readJson } from "@/lib/kube/helm/read-json"
import { type ReleaseRecord, releaseSchema } from "@/lib/kube/helm/schema"

/** Parses the output of `helm install` and `helm upgrade`, which can be many megabytes, in a worker thread. */
export default function readReleaseTask(output: string): { release: ReleaseRecord } | { problem: string } {
  try {
    return { release: readJson(releaseSchema, output) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "Helm's output cannot be read." }
  }
}
