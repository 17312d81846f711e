import { unreadyWorkloads } from "@/lib/kube/cluster/explain-unready"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { log } from "@/lib/platform/log"
import { assessBake } from "./assess-bake"
import { type BakingRelease, claimBakeCheck, type Look } from "./claim-bake-check"
import { type Finding, noteFindings } from "./note-findings"
import { type ReadNamespace, readingNamespaces } from "./read-namespaces"

/**
 * Looks at the workloads of a wave that bakes, where it is time to: one that got worse, or is not ready when the bake is
 * over, counts as failed. A cluster that cannot be asked says nothing of its releases, so that the bake goes on until it can.
 */
export async function watchBake(rolloutId: string): Promise<void> {
  const look = await claimBakeCheck(rolloutId)
  if (look === null || look.releases.length === 0) return
  const clusters = new Set(look.releases.map(({ cluster }) => cluster))
  const findings = await Promise.all([...clusters].map((cluster) => lookInto(cluster, look)))
  await noteFindings(rolloutId, look, findings.flat())
}

/** One namespace after the other; after the first that cannot be read no other is asked for. */
function lookInto(cluster: string, look: Look): Promise<Finding[]> {
  const releases = look.releases.filter((release) => release.cluster === cluster)
  return readingNamespaces(cluster, async (read) => {
    const findings: Finding[] = []
    let away: string | null = null
    for (const release of releases) {
      const onAway = (why: string) => {
        away = why
      }
      const finding: Finding =
        away === null ? await lookAt(release, look, read, onAway) : { release, kind: "unknown", why: away }
      findings.push(finding)
    }
    return findings
  })
}

async function lookAt(
  release: BakingRelease,
  { isOver }: Look,
  read: ReadNamespace,
  onAway: (why: string) => void,
): Promise<Finding> {
  try {
    const ill = assessBake(unreadyWorkloads(await read(release.namespace), release.releaseName), isOver)
    return ill === null ? { release, kind: "well" } : { release, kind: "ill", why: ill }
  } catch (error) {
    log.warn({ err: error, releaseId: release.releaseId }, "A release that bakes could not be looked at")
    const said = error instanceof Error ? error.message : "It cannot be asked."
    const why = `It cannot be said whether it is well: ${said}`
    // Each namespace is read by an account of its own: what one may not read says nothing of the others.
    if (!(error instanceof KubernetesError && error.status === 403)) onAway(why)
    return { release, kind: "unknown", why }
  }
}
