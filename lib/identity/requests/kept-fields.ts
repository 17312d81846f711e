import { isSecretName, mask, maskCredentials } from "@/lib/platform/mask-credentials"
import { fieldFinder } from "@/lib/platform/validate"

const maxText = 2_000
const maxOmitted = 20
const maxName = 60
const more = "…"
const maxEntries = 100
const maxFields = 200
/** Characters of all values together, before they are masked: masking takes its time. */
const maxSize = 16_000

/** The fields of a record of the ledger. */
export const recordFields = [
  ...["application", "environment", "imageTag", "status", "gitCommit", "gitBranch", "runUrl"],
  ...["initiatedBy", "externalId", "attempt", "deployedAt", "completedAt", "committedAt", "notes"],
  ...["acrRegistry", "helmChartVersion", "artifactDigest", "serviceVersions"],
]

/**
 * The only fields of body, query and path that are kept. None of them is meant for a secret, and their texts are masked
 * all the same. Values of releases, passwords and everything else is left out.
 */
export const keptFields = [
  ...recordFields,
  ...["rollbackReason", "reason", "removedAt", "rolledBackAt"],
  ...["allowBefore2000", "contentType", "contentLength"],
  ...["tenantId", "releaseName", "releaseId", "namespace", "chartName", "chartVersion", "appVersion"],
  ...["targetRevision", "targetVersion", "timeout", "atomic", "waitForJobs", "description", "valuesMode"],
  ...["forceConflicts", "skipHooks", "concurrency", "bakeSeconds", "maxFailures"],
]

const find = fieldFinder(keptFields)

/** The field that a name means; undefined if it is not kept. */
export const keptField = (name: string) => (name.length <= maxName ? find(name) : undefined)

export type KeptFields = { sent: Record<string, unknown>; omitted: string[] }

/**
 * What is kept of the parts of a request, under the names that were sent; `omitted` names the rest, and all that is kept only in
 * part; `…` if there is more. A field that is called
 * differently than in the API, such as `tag` or `image_tag`, is kept, too: it is why the request was refused.
 */
export function keepFields(parts: readonly object[]): KeptFields {
  const sent: Record<string, unknown> = {}
  const omitted: string[] = []
  let left = maxOmitted
  let rest = maxFields
  let size = 0
  for (const part of parts) {
    // Not by Object.entries: a body may have a hundred thousand fields.
    for (const name in part) {
      if (rest-- <= 0) return { sent, omitted: [...omitted, more] }
      const field = keptField(name)
      const value: unknown = field === undefined ? undefined : Reflect.get(part, name)
      size += typeof value === "string" ? Math.min(value.length, maxText) : 10
      const kept = field === undefined || size > maxSize ? undefined : keptValue(field, value)
      if (kept !== undefined) sent[name] = kept.value
      if (kept?.isWhole === true) continue
      if (kept !== undefined || left-- > 0) omitted.push(keptText(name, maxName).value)
    }
  }
  return { sent, omitted: left < 0 ? [...omitted, more] : omitted }
}

type Kept<T> = { value: T; isWhole: boolean }

function keptValue(field: string, value: unknown): Kept<unknown> | undefined {
  if (typeof value === "string") return keptText(value, maxText)
  if (typeof value === "number" || typeof value === "boolean" || value === null)
    return { value, isWhole: true }
  const isMap = typeof value === "object" && !Array.isArray(value) && field === "serviceVersions"
  return isMap ? keptMap(value) : undefined
}

/** A service may be called `auth` or `token-service`; its version is no secret. */
const version =
  /^(?:v?\d+(?:\.\d+)+(?:[-+_.][\w.+-]*)?|[a-z]{1,20}-[0-9a-f]{7,12}|sha256:[0-9a-f]{64}|latest)$/

function keptMap(map: object): Kept<Record<string, string>> | undefined {
  const texts: Record<string, string> = {}
  let isWhole = true
  let rest = maxEntries
  for (const name in map) {
    const text: unknown = Reflect.get(map, name)
    if (rest-- <= 0) return { value: texts, isWhole: false }
    const [key, value] = [keptText(name, 128), keptText(typeof text === "string" ? text : "", 128)]
    const isSecret = isSecretName(key.value) && !version.test(value.value)
    texts[key.value] = isSecret ? mask : value.value
    isWhole &&= typeof text === "string" && key.isWhole && value.isWhole && !isSecret
  }
  return { value: texts, isWhole }
}

/**
 * Masks before it shortens, so that no half of a credential remains; where that would take long, it drops a word that it would
 * have to cut.
 */
export function keptText(text: string, max: number): Kept<string> {
  const near = text.length > max + 1_000 ? wholeWords(text.slice(0, max + 1_000)) : text
  const masked = maskCredentials(near)
  const short = masked.length > max || near !== text ? `${masked.slice(0, max)}…` : masked
  const value =
    short.includes("\u0000") || !short.isWellFormed() ? short.replaceAll("\u0000", "").toWellFormed() : short
  // A part of a long text would keep all of it in memory.
  return { value: near === text ? value : Buffer.from(value).toString(), isWhole: value === text }
}

const wholeWords = (text: string) => text.slice(0, Math.max(0, text.search(/\s\S*$/)))
