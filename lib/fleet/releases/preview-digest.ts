import { createHmac } from "node:crypto"
import { z } from "zod"
import { keyFor } from "@/lib/platform/env"
import { conflict } from "@/lib/platform/errors"
import { canonicalJson } from "@/lib/platform/json-text"

/** Everything that determines the effect of a change, with its name in conflict messages. */
const factLabels = {
  tenantId: "the tenant",
  cluster: "the cluster",
  namespace: "the namespace",
  releaseId: "the release",
  releaseName: "the release name",
  baseRevision: "the revision it starts from",
  targetRevision: "the target revision",
  repository: "the repository",
  chart: "the chart",
  chartVersion: "the chart version",
  chartDigest: "the chart archive",
  appVersion: "the app version",
  valuesOverride: "the values",
  valuesReset: "the values to reset",
  valuesMode: "the values mode",
  timeout: "the timeout",
  atomic: "the option atomic",
  waitForJobs: "the option waitForJobs",
  forceConflicts: "the option forceConflicts",
  skipHooks: "the option skipHooks",
  concurrency: "the concurrency",
  waves: "the waves",
  bakeSeconds: "the bake time",
  maxFailures: "the allowed failures",
  skip: "the skip rules",
  releases: "the releases to upgrade",
} as const

type FactName = keyof typeof factLabels
type PreviewedKind = "INSTALL" | "UPGRADE" | "ROLLBACK" | "UNINSTALL" | "ROLLOUT" | "ADOPT"

/** Reason and description are excluded, as they do not change what is applied. */
export type Previewed = { kind: PreviewedKind; facts: Partial<Record<FactName, unknown>> }

/** `KIND`, then `.name~hash` of each fact. */
const pattern = /^[A-Z]{1,20}(\.[A-Za-z]{1,20}~[\w-]{8})*$/

export const previewDigestSchema = z
  .string()
  .max(1_000)
  .regex(pattern, "Expected the previewDigest returned by a preview.")
  .optional()
  .meta({
    description:
      "The digest returned by the preview. If the change no longer matches the preview, a 409 names the differences. Omit it to apply without a preview.",
  })

/**
 * The facts of a previewed change, as a text that the change sends back. Each fact is a keyed hash, so that a later
 * comparison can name the differences while the text reveals nothing about the values.
 */
export function previewDigestOf({ kind, facts }: Previewed): string {
  const key = keyFor("preview-digest")
  const parts = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const hash = createHmac("sha256", key).update(`${kind}\0${name}\0${canonicalJson(value)}`)
      return `${name}~${hash.digest("base64url").slice(0, 8)}`
    })
  return [kind, ...parts.sort()].join(".")
}

/** Throws a 409 that names the differences from the preview. Without a digest nothing is compared. */
export function requireAsPreviewed(digest: string | undefined, now: Previewed): void {
  if (digest === undefined) return
  const differs = differencesOf(digest, now)
  if (differs.length === 0) return
  const labels = differs.map((name) => factLabels[name])
  throw conflict(
    `The change no longer matches its preview. Different: ${new Intl.ListFormat("en").format(labels)}. Preview it again.`,
    "preview_outdated",
    { differs },
  )
}

function differencesOf(digest: string, now: Previewed): FactName[] {
  const previewed = digest.split(".")
  const current = previewDigestOf(now).split(".")
  const changed = [
    ...previewed.filter((part) => !current.includes(part)),
    ...current.filter((part) => !previewed.includes(part)),
  ].map((part) => part.split("~")[0])
  return Object.keys(factLabels)
    .filter(isFactName)
    .filter((name) => changed.includes(name))
}

const isFactName = (name: string): name is FactName => name in factLabels
