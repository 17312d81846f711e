import { invalid } from "@/lib/platform/errors"
import { didYouMean } from "@/lib/platform/nearest"
import { readClusters } from "./read-clusters"
import { isSandboxWanted } from "./sandbox-wanted"

/** The name of the requested cluster, or of the first one. 422: no cluster of this name. */
export async function chooseCluster(name: string | undefined): Promise<string> {
  const found = (await readClusters()).map((cluster) => cluster.name)
  // The sandbox may not have started yet.
  const names = found.length === 0 && isSandboxWanted() ? ["sandbox"] : found
  const [first] = names
  const chosen = name ?? first
  if (chosen !== undefined && names.includes(chosen)) return chosen
  const known = names.length === 0 ? "No cluster is configured." : `Configured clusters: ${names.join(", ")}.`
  const what = name === undefined ? "" : `There is no cluster "${name}". `
  throw invalid("/cluster", `${what}${known}${didYouMean(name ?? "", names)}`, "unknown_cluster")
}

/** The name of the only cluster, where none may be guessed. 422 when there are several. */
export async function onlyCluster(): Promise<string | undefined> {
  const names = (await readClusters()).map((cluster) => cluster.name)
  if (names.length > 1) throw invalid("/cluster", `Specify one of the clusters: ${names.join(", ")}.`)
  return names[0]
}
