import { isSecretName, mask, maskCredentials } from "@/lib/platform/mask-credentials"
import { fieldFinder } from "@/lib/platform/validate"

const maxText = 2_000
const maxOmitted = 20
const maxName = 60
const ellipsis = "…"
const maxEntries = 100
const maxFields = 200
/** The maximum total characters of all values before masking, because masking takes time. */
const maxSize = 16_000

/** The fields of a record of the ledger. */
export const recordFields = [
  "application",
  "environment",
  "imageTag",
  "status",
  "gitCommit",
  "gitBranch",
  "runUrl",
  "initiatedBy",
  "externalId",
  "attempt",
  "deployedAt",
  "completedAt",
  "committedAt",
  "notes",
  "acrRegistry",
  "helmChartVersion",
  "artifactDigest",
  "serviceVersions",
]

/**
 * The only fields of body, query and path that are kept. None of them should contain a secret, but their texts are
 * masked anyway. Values of releases, passwords and everything else are left out.
 */
export const keptFields = [
  ...recordFields,
  "rollback",
  "rollbackReason",
  "reason",
  "removedAt",
  "rolledBackAt",
  "allowBefore2000",
  "contentType",
  "contentLength",
  "tenantId",
  "releaseName",
  "releaseId",
  "namespace",
  "chartName",
  "chartVersion",
  "appVersion",
  "targetRevision",
  "targetVersion",
  "timeout",
  "atomic",
  "waitForJobs",
  "description",
  "valuesMode",
  "forceConflicts",
  "skipHooks",
  "concurrency",
  "bakeSeconds",
  "maxFailures",
]

const find = fieldFinder(keptFields)

/** The field that a name refers to; undefined if it is not kept. */
export const keptField = (name: string) => (name.length <= maxName ? find(name) : undefined)

export type KeptFields = { sent: Record<string, unknown>; omitted: string[] }

/**
 * The kept fields of a request, under the names that were sent; `omitted` lists the other fields and those kept only in
 * part, with `…` if there are more. A field with a different name than in the API, such as `tag` or `image_tag`, is
 * also kept, because it is why the request was rejected.
 */
export function keepFields(parts: readonly object[]): KeptFields {
  const sent: Record<string, unknown> = {}
  const omitted: string[] = []
  let remaining = maxOmitted
  let rest = maxFields
  let size = 0
  for (const part of parts) {
    // Not with Object.entries: a body may have a hundred thousand fields.
    for (const name in part) {
      if (rest-- <= 0) return { sent, omitted: [...omitted, ellipsis] }
      const field = keptField(name)
      const value: unknown = field === undefined ? undefined : Reflect.get(part, name)
      size += typeof value === "string" ? Math.min(value.length, maxText) : 10
      const storedValue = field === undefined || size > maxSize ? undefined : keptValue(field, value)
      if (storedValue !== undefined) sent[name] = storedValue.value
      if (storedValue?.isWhole === true) continue
      if (storedValue !== undefined || remaining-- > 0) omitted.push(keptText(name, maxName).value)
    }
  }
  return { sent, omitted: remaining < 0 ? [...omitted, ellipsis] : omitted }
}

type KeptValue<T> = { value: T; isWhole: boolean }

function keptValue(field: string, value: unknown): KeptValue<unknown> | undefined {
  if (typeof value === "string") return keptText(value, maxText)
  if (typeof value === "number" || typeof value === "boolean" || value === null)
    return { value, isWhole: true }
  const isMap = typeof value === "object" && !Array.isArray(value) && field === "serviceVersions"
  return isMap ? keptMap(value) : undefined
}

/** A service may be called `auth` or `token-service`; its version is not a secret. */
const version =
  /^(?:v?\d+(?:\.\d+)+(?:[-+_.][\w.+-]*)?|[a-z]{1,20}-[0-9a-f]{7,12}|sha256:[0-9a-f]{64}|latest)$/

function keptMap(map: object): KeptValue<Record<string, string>> | undefined {
  const texts: Record<string, string> = {}
  let isWhole = true
  let rest = maxEntries
  for (const name in map) {
    const text: unknown = Reflect.get(map, name)
    if (rest-- <= 0) return { value: texts, isWhole: false }
    const key = keptText(name, 128)
    const value = keptText(typeof text === "string" ? text : "", 128)
    const isSecret = isSecretName(key.value) && !version.test(value.value)
    texts[key.value] = isSecret ? mask : value.value
    isWhole &&= typeof text === "string" && key.isWhole && value.isWhole && !isSecret
  }
  return { value: texts, isWhole }
}

/**
 * Masks before truncating, so that no part of a credential remains. If masking would take too long, drops a word that
 * would be truncated.
 */
export function keptText(text: string, max: number): KeptValue<string> {
  const candidate = text.length > max + 1_000 ? wholeWords(text.slice(0, max + 1_000)) : text
  const masked = maskCredentials(candidate)
  const shortened = masked.length > max || candidate !== text ? `${masked.slice(0, max)}…` : masked
  const value =
    shortened.includes("\u0000") || !shortened.isWellFormed()
      ? shortened.replaceAll("\u0000", "").toWellFormed()
      : shortened
  // A slice of a long text would keep the whole text in memory.
  return { value: candidate === text ? value : Buffer.from(value).toString(), isWhole: value === text }
}

const wholeWords = (text: string) => text.slice(0, Math.max(0, text.search(/\s\S*$/)))
