import { z } from "zod"
import { plainText } from "@/lib/platform/plain-text"

/** What identifies a release in a cluster. */
export type ReleaseKey = { namespace: string; releaseName: string }
export type ReleaseLocation = ReleaseKey & { cluster: string }

/** Helm's statuses of a revision. */
export const helmStatusSchema = z.enum([
  "unknown",
  "deployed",
  "uninstalled",
  "superseded",
  "failed",
  "uninstalling",
  "pending-install",
  "pending-upgrade",
  "pending-rollback",
])
export type HelmStatus = z.infer<typeof helmStatusSchema>

export const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
export const text = z.string().default("").transform(plainText)
const nullishText = z
  .string()
  .nullish()
  .transform((value) => plainText(value ?? ""))

const hookSchema = z.object({
  name: z.string(),
  kind: z.string(),
  manifest: text,
  events: z.array(z.string()).default([]),
})

/** Decoded JSON of the chart's or the user's values. */
export type Values = { [key: string]: z.core.util.JSONType }
export const valuesSchema = z
  .record(z.string(), z.json())
  .nullish()
  .transform((values): Values => values ?? {})

export const releaseSchema = z
  .object({
    version: z.int(),
    manifest: text,
    config: valuesSchema,
    apply_method: nullishText,
    hooks: z.array(hookSchema).nullish(),
    info: z.object({
      status: helmStatusSchema,
      description: nullishText,
      notes: nullishText,
      first_deployed: time.nullish(),
      last_deployed: time.nullish(),
    }),
    chart: z.object({ metadata: z.object({ name: text, version: text, appVersion: text }) }).nullish(),
  })
  .transform(({ version, config, hooks, info, chart, apply_method, ...rest }) => ({
    ...rest,
    revision: version,
    isServerSide: apply_method === "ssa",
    values: config,
    hooks: hooks ?? [],
    status: info.status,
    description: info.description,
    notes: info.notes,
    firstDeployedAt: info.first_deployed ?? null,
    lastDeployedAt: info.last_deployed ?? null,
    chart: chart?.metadata ?? null,
  }))

/**
 * A complete revision. `values`, `manifest`, `hooks` and `notes` may contain secrets: mask or encrypt them before they are
 * stored, shown or logged. `chart` is null where Helm omits it (status).
 */
export type ReleaseRecord = z.infer<typeof releaseSchema>
