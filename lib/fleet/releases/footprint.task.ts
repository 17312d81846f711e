import { readFile } from "node:fs/promises"
import { readCrds } from "@/lib/fleet/charts/archive/read-crds"
import { type Footprint, footprintOf } from "./footprint"
import { type Openable, openRevision } from "./sealed-values"

/** `footprintOf` in a worker thread. `archive`: the path of the packaged chart, null if not available. */
export default async function footprintTask({
  revision,
  archive,
}: {
  revision: Openable
  archive: string | null
}): Promise<Footprint> {
  const crds = archive === null ? [] : await readFile(archive).then(readCrds, () => [])
  return footprintOf(
    openRevision(revision).manifest,
    crds.map(({ name }) => name),
  )
}
