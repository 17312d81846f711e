import { manifestObjects } from "./manifest-documents"

/** The objects of each manifest as JSON, in a worker thread. Each manifest is parsed separately. */
export default function parseManifestsTask(manifests: readonly string[]): string[] {
  return manifests.flatMap((manifest) => manifestObjects(manifest)).map((object) => JSON.stringify(object))
}
