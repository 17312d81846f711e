import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { manifestObjects } from "@/lib/kube/masking/manifest-documents"
import type { Mask } from "@/lib/kube/masking/mask"
import { maskObjects, secretsInObjects, withoutNames } from "@/lib/kube/masking/mask-manifest"
import { maskEveryText, maskValues, secretsInValues, textsInValues } from "@/lib/kube/masking/mask-values"
import { isWorthHiding, Masker } from "@/lib/kube/masking/masker"
import { isNonSecret, nonSecretWords } from "@/lib/kube/masking/non-secret-words"
import { effectiveValues, type Values } from "./merge-values"
import type { MaskedRevision } from "./sealed-values"

type Chart = Pick<OpenedChart, "values" | "schema"> | null

/** The minimum length of a given value that is only part of a Secret's text: shorter ones occur by chance. */
const shortestPart = 8

/** The secrets in values before anything is rendered: by key and by schema, including the chart's defaults. */
export function secretsBefore(chart: Chart, ...sets: Values[]): string[] {
  const effective = sets.map((values) => effectiveValues(chart?.values ?? {}, values))
  return [...sets, ...effective].flatMap((values) => secretsInValues(values, chart?.schema ?? null))
}

/** A masker for Helm's output before it is known where values end up: it masks all of them. */
export function strictMasker(chart: Chart, mask: Mask, ...sets: Values[]): Masker {
  const texts = sets.flatMap((values) => textsInValues(values)).filter((text) => text.length >= shortestPart)
  return new Masker([...secretsBefore(chart, ...sets), ...texts], mask)
}

type Rendered = Pick<ReleaseRecord, "values" | "manifest" | "hooks" | "notes">

type MaskedRecord = {
  masked: MaskedRevision
  /** The secrets found, for masking all other text about the revision. */
  secrets: string[]
}

/**
 * A revision with secrets masked, as stored. `before`: the values of the previous revision; what was secret there is
 * masked here, too, wherever it occurs. `publicNames`: the names of the release, its namespace and its chart; a secret
 * value that consists of such words does not mask object names. Takes seconds for megabytes: use `maskInThread`.
 */
export function maskRecord(
  record: Rendered,
  chart: Chart,
  mask: Mask,
  before: Values = {},
  publicNames: readonly string[] = [],
): MaskedRecord {
  const { values, notes } = record
  const manifest = manifestObjects(record.manifest)
  const hooks = manifestObjects(record.hooks.map((hook) => hook.manifest).join("\n---\n"))
  const objects = [...manifest, ...hooks]
  const rendered = [...new Set(secretsInObjects(objects))]
  const strings = new Set(rendered)
  const renderedText = rendered.join("\0")
  const renderedValues = textsInValues(values).filter(
    (text) =>
      isWorthHiding(text) &&
      (strings.has(text) || (text.length >= shortestPart && renderedText.includes(text))),
  )
  const schema = chart?.schema ?? null
  const stated = [values, before].flatMap((one) => secretsInValues(one, schema))
  // Chart defaults are public: masking them hides nothing and would obscure object names that contain them.
  const defaults = secretsBefore(chart, values, before)
  const secrets = [
    ...new Set([...stated, ...withoutNames(objects, [...defaults, ...rendered, ...renderedValues])]),
  ].filter(isWorthHiding)
  const masker = new Masker(secrets, mask)
  const kinds = objects.map(({ kind }) => kind)
  const words = nonSecretWords({ names: publicNames, kinds, defaults: chart?.values ?? {}, schema })
  const names = new Masker(
    secrets.filter((secret) => !isNonSecret(secret, words)),
    mask,
  )
  const masked = {
    values: asJson(maskValues(values, { schema, secrets, mask })),
    manifest: maskObjects(manifest, masker, mask, names),
    hooks: maskObjects(hooks, masker, mask, names),
    notes: masker.text(notes),
  }
  return { masked, secrets }
}

export function maskUnrendered(values: Values, chart: Chart, mask: Mask): MaskedRevision {
  const maskedValues = maskEveryText(values, { schema: chart?.schema ?? null, mask })
  return { values: asJson(maskedValues), manifest: "", hooks: "", notes: "" }
}

function asJson(values: Record<string, unknown>): MaskedRevision["values"] {
  return JSON.parse(JSON.stringify(values))
}
