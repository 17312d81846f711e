import type { OpenedChart } from "@/lib/charts/open-chart"
import type { ReleaseRecord } from "@/lib/helm/schema"
import type { Mask } from "@/lib/masking/mask"
import { maskManifest, secretsInManifest, withoutNames } from "@/lib/masking/mask-manifest"
import { maskEveryText, maskValues } from "@/lib/masking/mask-values"
import { isWorthHiding, Masker } from "@/lib/masking/masker"
import { secretsInValues, textsInValues } from "@/lib/masking/secrets-in-values"
import { effectiveValues, type Values } from "./merge-values"
import type { MaskedRevision } from "./sealed-values"

type Chart = Pick<OpenedChart, "values" | "schema"> | null

/** A given value that is only part of a Secret's text must be this long to count: shorter ones are there by chance. */
const shortestPart = 8

/** What is secret in values before anything is rendered: by key and by the chart's schema, the chart's own values too. */
export function secretsBefore(chart: Chart, ...given: Values[]): string[] {
  const all = given.map((values) => effectiveValues(chart?.values ?? {}, values))
  return [...given, ...all].flatMap((values) => secretsInValues(values, chart?.schema ?? null))
}

/** A masker for what Helm says before it is known what becomes of the values: none of them is repeated. */
export function strictMasker(chart: Chart, mask: Mask, ...given: Values[]): Masker {
  const texts = given.flatMap((values) => textsInValues(values)).filter((text) => text.length >= shortestPart)
  return new Masker([...secretsBefore(chart, ...given), ...texts], mask)
}

/**
 * A revision with what is secret masked, as it is stored, and the masker for everything else that is said of it. `before`:
 * values of the revision before; what was secret there is so here, wherever it stands.
 */
export function maskRecord(
  record: Pick<ReleaseRecord, "values" | "manifest" | "hooks" | "notes">,
  chart: Chart,
  mask: Mask,
  before: Values = {},
): { masked: MaskedRevision; masker: Masker } {
  const { values, manifest, notes } = record
  const hooks = record.hooks.map((hook) => hook.manifest).join("\n---\n")
  const everything = `${manifest}\n---\n${hooks}`
  const rendered = secretsInManifest(everything)
  const given = textsInValues(values).filter(
    (text) =>
      isWorthHiding(text) &&
      rendered.some((secret) => secret === text || (text.length >= shortestPart && secret.includes(text))),
  )
  const secrets = withoutNames(everything, [...secretsBefore(chart, values, before), ...rendered, ...given])
  const masker = new Masker(secrets, mask)
  const masked = {
    values: maskValues(values, { schema: chart?.schema ?? null, secrets, mask }),
    manifest: maskManifest(manifest, { secrets, mask }),
    hooks: maskManifest(hooks, { secrets, mask }),
    notes: masker.text(notes),
  }
  return { masked: { ...masked, values: asJson(masked.values) }, masker }
}

/** A revision of which nothing could be rendered. */
export function maskUnrendered(values: Values, chart: Chart, mask: Mask): MaskedRevision {
  const shown = maskEveryText(values, { schema: chart?.schema ?? null, mask })
  return { values: asJson(shown), manifest: "", hooks: "", notes: "" }
}

function asJson(values: Record<string, unknown>): MaskedRevision["values"] {
  return JSON.parse(JSON.stringify(values))
}
